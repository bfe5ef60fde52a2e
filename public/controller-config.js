// Which Controller this console talks to. A Controller writes this file itself when it serves the console; elsewhere an
// operator edits it. Empty: the host that served the page. `url` is the Controller's address, `port` its port on the
// page's own host.
window.controllerConfig = {};

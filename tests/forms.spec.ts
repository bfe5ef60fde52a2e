// Forms reach every field of a manifest: what is set in them stands in the text and in the plan.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { openAs, step } from "./support/words.ts";

const yaml = (page: Page) => page.getByLabel(/^YAML of the /);
const index = (page: Page) => page.getByRole("navigation", { name: "Sections" });

/** What is set in a form: where, how, and what the text says then. */
type Field = { label: string; text?: string; choose?: string; add?: string; says: RegExp };

/** A section by its name, with its fields. */
type Sections = Record<string, readonly Field[]>;

const one = (label: string, text: string, says: RegExp): Field => ({ label, text, says });
const choice = (label: string, choose: string, says: RegExp): Field => ({ label, choose, says });
/** The first entry of a list of texts. */
const entry = (list: string, noun: string, text: string, says: RegExp): Field => ({ label: `${list}, ${noun} 1`, text, add: noun, says });

async function fillIn(page: Page, sections: Sections): Promise<void> {
  for (const [section, fields] of Object.entries(sections)) {
    await index(page).getByRole("button", { name: new RegExp(`^${section}`) }).click();
    for (const { label, text, choose, add, says } of fields) {
      await test.step(label, async () => {
        if (add) await page.getByRole("button", { name: `Add ${add}`, exact: true }).click();
        const input = page.getByLabel(label, { exact: true });
        if (choose !== undefined) await input.selectOption(choose);
        else await input.fill(text ?? "");
        await expect(yaml(page)).toSay(says);
      });
    }
  }
}

const microservice: Sections = {
  Where: [
    one("Name", "greeter", /^ {2}name: greeter$/m),
    choice("Application", "shop", /^ {2}application: ['"]?shop/m),
    choice("Agent", "edge-1", /^ {4}name: ['"]?edge-1/m),
  ],
  Image: [
    choice("Catalog item", "6", /^ {4}catalogId: 6$/m),
    choice("Catalog item", "", /images:\n {4}x86/),
    choice("Registry", "3", /registry: ['"]?3/),
    one("Image for x86", "acme/greeter:1", /x86: ['"]?acme\/greeter:1/),
    one("Image for ARM", "acme/greeter:1-arm", /arm: ['"]?acme\/greeter:1-arm/),
    entry("Command", "part", "--verbose", /commands:\n +- ['"]?--verbose/),
  ],
  Network: [
    { label: "Port on the agent, port 1", text: "15099", add: "port", says: /external: 15099/ },
    one("Port in the container, port 1", "8080", /internal: 8080/),
    choice("Protocol, port 1", "udp", /protocol: ['"]?udp/),
    choice("Host network", "false", /hostNetworkMode: false/),
    { label: "Name, host 1", text: "printer", add: "host", says: /extraHosts:\n +- name: ['"]?printer/ },
    one("Address, host 1", "192.0.2.40", /address: ['"]?192\.0\.2\.40/),
  ],
  Environment: [
    { label: "Name, variable 1", text: "LEVEL", add: "variable", says: /- key: ['"]?LEVEL/ },
    one("Value, variable 1", "007", /value: ['"]007['"]/),
    choice("From, variable 1", "valueFromSecret", /valueFromSecret: ['"]{2}/),
    one("Value from secret, variable 1", "db-login/user", /valueFromSecret: ['"]?db-login\/user/),
    choice("From, variable 1", "valueFromConfigMap", /valueFromConfigMap: ['"]{2}/),
    one("Value from config map, variable 1", "settings/language", /valueFromConfigMap: ['"]?settings\/language/),
    one("Configuration", "level: 1.10 # kept\nids: [9007199254740993]", /config:\n {4}level: 1\.10 # kept\n {4}ids: \[9007199254740993\]/),
  ],
  Storage: [
    { label: "On the agent, volume 1", text: "data", add: "volume", says: /hostDestination: ['"]?data/ },
    one("In the container, volume 1", "/data", /containerDestination: ['"]?\/data/),
    choice("Access mode, volume 1", "ro", /accessMode: ['"]?ro/),
    choice("Type, volume 1", "volume", /type: ['"]?volume/),
  ],
  Limits: [
    one("Memory limit", "512", /memoryLimit: 512$/m),
    one("CPU set", "0-2", /cpuSetCpus: ['"]0-2['"]|cpuSetCpus: 0-2/),
    one("Log size", "2", /logSize: 2$/m),
  ],
  Health: [
    entry("Test", "part of the test", "CMD", /test:\n +- ['"]?CMD/),
    one("Interval", "30", /interval: 30$/m),
    one("Timeout", "5", /timeout: 5$/m),
    one("Start period", "10", /startPeriod: 10$/m),
    one("Start interval", "2", /startInterval: 2$/m),
    one("Retries", "3", /retries: 3$/m),
  ],
  Rights: [
    choice("Privileged", "true", /isPrivileged: true/),
    one("Run as user", "1000:1000", /runAsUser: ['"]1000:1000['"]|runAsUser: 1000:1000/),
    entry("Added capabilities", "capability", "NET_ADMIN", /capAdd:\n +- ['"]?NET_ADMIN/),
    entry("Dropped capabilities", "dropped capability", "MKNOD", /capDrop:\n +- ['"]?MKNOD/),
    entry("CDI devices", "device", "acme.example/camera=front", /cdiDevices:\n +- ['"]?acme\.example/),
    one("PID mode", "host", /pidMode: ['"]?host/),
    one("IPC mode", "private", /ipcMode: ['"]?private/),
    one("Kind of role", "Role", /kind: ['"]?Role/),
    one("Role", "microservice", /name: ['"]?microservice/),
    one("API group", "core", /apiGroup: ['"]?core/),
    choice("NATS access", "true", /natsAccess: true/),
    one("NATS rule", "default-user", /natsRule: ['"]?default-user/),
    // The application has none.
    choice("NATS access", "", /natsConfig:\n +natsRule/),
    one("NATS rule", "", /^(?![\s\S]*natsConfig)/),
  ],
  Advanced: [
    one("Schedule", "60", /schedule: 60$/m),
    one("Runtime", "nvidia", /runtime: ['"]?nvidia/),
    one("Platform", "linux/amd64", /platform: ['"]?linux\/amd64/),
    one("Namespace", "default", /namespace: ['"]?default/),
    entry("Tags", "tag", "line-a", /tags:\n +- ['"]?line-a/),
    one("Name in the spec", "greeter", /^ {2}name: ['"]?greeter/m),
  ],
};

test("every field of a microservice is set by its form, and stands in the text and in the plan", async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 1400, height: 900 });
  await openAs(page, "admin", "/microservices/new");
  await fillIn(page, microservice);
  await page.getByLabel("New key").fill("team");
  await page.getByRole("button", { name: "Add key" }).click();
  await page.getByLabel("Value of team").fill("blue");
  await expect(yaml(page)).toSay(/annotations:\n +team: ['"]?blue/);
  await expect(step(page, "Microservice")).toContainText("create");
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/microservices"));
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  expect((await sent).postDataJSON()).toMatchObject({
    name: "greeter",
    application: "shop",
    cmd: ["--verbose"],
    ports: [{ internal: 8080, external: 15099, protocol: "udp" }],
    extraHosts: [{ name: "printer", address: "192.0.2.40" }],
    env: [{ key: "LEVEL", valueFromConfigMap: "settings/language" }],
    memoryLimit: 512,
    cpuSetCpus: "0-2",
    logSize: 2,
    healthCheck: { test: ["CMD"], interval: 30, timeout: 5, startPeriod: 10, startInterval: 2, retries: 3 },
    isPrivileged: true,
    runAsUser: "1000:1000",
    capAdd: ["NET_ADMIN"],
    capDrop: ["MKNOD"],
    cdiDevices: ["acme.example/camera=front"],
    pidMode: "host",
    ipcMode: "private",
    runtime: "nvidia",
    platform: "linux/amd64",
    schedule: 60,
  });
});

const others: readonly { noun: string; path: string; word: string; sections: Sections }[] = [
  {
    noun: "catalog item",
    path: "/catalog/new",
    word: "CatalogItem",
    sections: {
      Item: [
        one("Name", "my-tool", /name: my-tool/),
        one("Description", "Counts", /description: ['"]?Counts/),
        one("Category", "UTILITIES", /category: ['"]?UTILITIES/),
        one("Publisher", "Acme", /publisher: ['"]?Acme/),
      ],
      Images: [
        one("Image for x86", "acme/tool:1", /x86: ['"]?acme\/tool:1/),
        one("Image for ARM", "acme/tool:1-arm", /arm: ['"]?acme\/tool:1-arm/),
        choice("Registry", "3", /registry: ['"]?3/),
      ],
      Example: [one("Example configuration", '{"a": 1}', /configExample: /)],
      Advanced: [one("Namespace", "default", /namespace: ['"]?default/), entry("Tags", "tag", "a", /tags:\n +- ['"]?a/)],
    },
  },
  {
    noun: "registry",
    path: "/registries/new",
    word: "Registry",
    sections: {
      Where: [one("Address", "hub.example.com", /url: ['"]?hub\.example\.com/), choice("Private", "false", /private: false/)],
      Login: [
        one("User name", "robot", /username: ['"]?robot/),
        one("Password", "typed-4711", /password: ['"]?••/),
        one("E-mail", "ops@example.com", /email: ['"]?ops@example\.com/),
      ],
      Advanced: [
        one("Name", "'3'", /name: '3'/),
        one("Namespace", "default", /namespace: ['"]?default/),
        entry("Tags", "tag", "a", /tags:\n +- ['"]?a/),
      ],
    },
  },
  {
    noun: "secret",
    path: "/secrets/new",
    word: "Secret",
    sections: {
      Secret: [one("Name", "mail-login", /name: mail-login/), choice("Type", "tls", /type: ['"]?tls/), choice("Type", "Opaque", /type: ['"]?Opaque/)],
      Advanced: [one("Namespace", "default", /namespace: ['"]?default/), entry("Tags", "tag", "a", /tags:\n +- ['"]?a/)],
    },
  },
  {
    noun: "config map",
    path: "/config-maps/new",
    word: "ConfigMap",
    sections: {
      "Config map": [
        one("Name", "levels", /name: levels/),
        choice("Immutable", "true", /immutable: true/),
        choice("Use the vault", "false", /useVault: false/),
      ],
      Advanced: [one("Namespace", "default", /namespace: ['"]?default/), entry("Tags", "tag", "a", /tags:\n +- ['"]?a/)],
    },
  },
  {
    noun: "volume mount",
    path: "/volume-mounts/new",
    word: "VolumeMount",
    sections: {
      "Volume mount": [
        one("Name", "tls-files", /name: tls-files/),
        choice("Secret", "gateway-tls", /secretName: ['"]?gateway-tls/),
        choice("Secret", "", /spec: *\{\}/),
        choice("Config map", "proxy-files", /configMapName: ['"]?proxy-files/),
      ],
      Advanced: [one("Namespace", "default", /namespace: ['"]?default/), entry("Tags", "tag", "a", /tags:\n +- ['"]?a/)],
    },
  },
];

for (const { noun, path, word, sections } of others) {
  test(`every field of a ${noun} is set by its form, and stands in the text and in the plan`, async ({ page }) => {
    await page.setViewportSize({ width: 1400, height: 900 });
    await openAs(page, "admin", path);
    await fillIn(page, sections);
    if (noun === "secret" || noun === "config map") {
      await page.getByLabel("New key").fill("level");
      await page.getByRole("button", { name: "Add key" }).click();
      await page.getByLabel("Value of level").fill("7");
    }
    await expect(step(page, word)).toContainText("create");
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page);
  });
}

test("an application has a form for each of its microservices, and one that is added is in the plan", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await openAs(page, "admin", "/applications/shop/edit");
  await fillIn(page, { Application: [one("Description", "All that sells", /description: ['"]?All that sells/)] });
  await page.getByRole("group", { name: "Microservices" }).getByText("web", { exact: true }).click();
  await page.getByLabel("Port on the agent, port 1").fill("18080");
  await expect(yaml(page)).toSay(/external: 18080/);
  await expect(step(page, "Application")).toContainText("18080");
  await page.getByRole("group", { name: "Microservices" }).getByText("web", { exact: true }).click();
  await page.getByRole("button", { name: "Add microservice" }).click();
  await page.getByLabel("Name", { exact: true }).last().fill("extra");
  await page.getByLabel("Agent", { exact: true }).last().selectOption("edge-1");
  await page.getByLabel("Image for x86", { exact: true }).last().fill("acme/extra:1");
  await expect(yaml(page)).toSay(/- name: ['"]?extra/);
  await expect(page.getByRole("list", { name: "Plan" })).toContainText("extra");
  await fillIn(page, {
    Network: [choice("NATS access", "true", /natsAccess: true/), one("NATS rule", "default-account", /natsRule: ['"]?default-account/)],
    Advanced: [one("Namespace", "default", /namespace: ['"]?default/), entry("Tags", "tag", "a", /tags:\n +- ['"]?a/)],
  });
  await expectAccessible(page);
});

test("an application is made from a template with values that stay what they are", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await openAs(page, "admin", "/applications/shop/edit");
  await index(page).getByRole("button", { name: "Template" }).click();
  const template = page.getByLabel("Template", { exact: true });
  const first = await template.getByRole("option").nth(1).getAttribute("value");
  await template.selectOption(first ?? "");
  await expect(yaml(page)).toSay(new RegExp(`template:\\n +name: ['"]?${first}`));
  await page.getByRole("button", { name: "Add variable" }).last().click();
  await page.getByLabel("Variable, variable 1").fill("zone");
  const value = page.getByLabel("Value, variable 1").last();
  for (const [typed, says] of [["'007'", /value: '007'$/m], ["[1, 2]", /value: \[1, 2\]$/m], ["true", /value: true$/m]] as const) {
    await value.fill(typed);
    await expect(yaml(page)).toSay(says);
  }
});

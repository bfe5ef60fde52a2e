
/* A host may send wasm under any type, and a browser takes it as a stream only under the right one. */
async function instantiatePart(source, imports) {
    const trouble = (window.ecnConsole ??= {});
    trouble.part = "silent";
    const answer = await source;
    const type = answer.headers.get("content-type") ?? "";
    trouble.part = answer.status === 404 || answer.status === 410 || type.startsWith("text/html") ? "gone" : "broken";
    if (!answer.ok) throw new Error(`${answer.url} answered with status ${answer.status}`);
    const whole = answer.clone();
    let part;
    try {
        part = await WebAssembly.instantiateStreaming(answer, imports);
    } catch {
        part = await WebAssembly.instantiate(await whole.arrayBuffer(), imports);
    }
    trouble.part = "";
    return part;
}

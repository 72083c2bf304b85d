// What the explorer does more with scripts than without: progress without asking again, what is wrong with a test while it is typed, and arrow keys for steps.

// Asks again and again: a stream would keep one of the few connections that a browser has to a server.
const watch = async status => {
    let run = { hasEnded: true };
    try {
        const answer = await fetch(`/runs/${status.dataset.run}`);
        run = answer.ok ? await answer.json() : run;
    } catch {
        run = { words: "The server does not answer.", hasEnded: false };
    }
    if (!run.hasEnded) {
        if (status.textContent !== run.words) {
            status.textContent = run.words;
        }
        setTimeout(watch, 500, status);
        return;
    }
    delete status.dataset.run;
    if (!document.querySelector("[data-run]")) {
        location.reload();
    }
};
document.querySelectorAll("[data-run]").forEach(watch);

const steps = document.querySelector(".steps");
if (steps) {
    steps.addEventListener("keydown", event => {
        const way = { ArrowRight: "next", ArrowLeft: "prev" }[event.key];
        // With Alt or the command key these are the browser's own ways back and forward.
        const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
        const link = way && isPlain && steps.querySelector(`a[rel=${way}]`);
        if (link) {
            event.preventDefault();
            sessionStorage.setItem("step", way);
            link.click();
        }
    });
    steps.addEventListener("click", event => {
        if (event.target.rel) {
            sessionStorage.setItem("step", event.target.rel);
        }
    });
    // Who went on by a link wants to go on by it again.
    const way = sessionStorage.getItem("step");
    sessionStorage.removeItem("step");
    const link = way && (steps.querySelector(`a[rel=${way}]`) ?? steps.querySelector("a"));
    // Going to the place that the address names takes the focus away, after this script.
    addEventListener("load", () => setTimeout(() => link?.focus({ preventScroll: true })));
}

const form = document.getElementById("litmus");
if (form) {
    let timer = 0;
    let asked = 0;
    const show = (name, wrong) => {
        const field = form.elements[name];
        const place = document.getElementById(`${name}-diagnostic`);
        place.replaceChildren();
        field.toggleAttribute("aria-invalid", false);
        if (wrong) {
            const text = document.createElement("pre");
            text.textContent = wrong.text;
            const region = document.createElement("div");
            region.className = "rw-scroll";
            region.tabIndex = 0;
            region.setAttribute("role", "region");
            region.setAttribute("aria-label", `What is wrong with the ${name === "cat" ? "model" : "test"}`);
            region.append(text);
            place.append(region);
            field.setAttribute("aria-invalid", "true");
        }
    };
    const diagnose = async () => {
        const question = ++asked;
        const body = new URLSearchParams({ test: form.elements.test.value, cat: form.elements.cat.value });
        const answer = await fetch("/diagnose", { method: "POST", body });
        if (answer.ok && question === asked) {
            const wrong = await answer.json();
            show("test", wrong.test);
            show("cat", wrong.cat);
        }
    };
    form.addEventListener("input", event => {
        if (event.target.tagName === "TEXTAREA") {
            clearTimeout(timer);
            timer = setTimeout(diagnose, 500);
        }
    });
}

import "./shared/tokens.css";
import "./shared/base.css";

import { mount } from "svelte";

import App from "./App.svelte";
import { phone } from "./desk/phone/phone.svelte";
import { ringer } from "./desk/phone/ringer.svelte";

phone.begin();
ringer.begin();
const target = document.getElementById("app");
if (target === null) throw new Error("index.html has no #app");
export default mount(App, { target });

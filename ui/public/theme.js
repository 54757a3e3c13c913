// Sets the chosen theme before the first paint, so that a dark room is not lit up by a white flash.
// A file of its own because the content security policy forbids inline scripts.
const theme = localStorage.getItem("lur.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

// Light, dark, or as the system says. public/theme.js sets the same attribute before the first paint.
export type Theme = "system" | "light" | "dark";

const KEY = "lur.theme";

class ThemeChoice {
  theme = $state<Theme>(stored());

  choose(theme: Theme): void {
    this.theme = theme;
    if (theme === "system") {
      localStorage.removeItem(KEY);
      delete document.documentElement.dataset.theme;
      return;
    }
    localStorage.setItem(KEY, theme);
    document.documentElement.dataset.theme = theme;
  }

  /** From what is seen now to the other one. */
  toggle(): void {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const seen = this.theme === "system" ? system : this.theme;
    this.choose(seen === "dark" ? "light" : "dark");
  }
}

function stored(): Theme {
  const value = localStorage.getItem(KEY);
  return value === "light" || value === "dark" ? value : "system";
}

export const themeChoice = new ThemeChoice();

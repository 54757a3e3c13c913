// How close things stand: room for the eye, or more in sight. Only custom properties change (tokens.css).
export type Density = "comfortable" | "compact";

const KEY = "lur.density";

class DensityChoice {
  density = $state<Density>(localStorage.getItem(KEY) === "compact" ? "compact" : "comfortable");

  constructor() {
    this.#show();
  }

  choose(density: Density): void {
    this.density = density;
    localStorage.setItem(KEY, density);
    this.#show();
  }

  toggle(): void {
    this.choose(this.density === "compact" ? "comfortable" : "compact");
  }

  #show(): void {
    document.documentElement.dataset.density = this.density;
  }
}

export const densityChoice = new DensityChoice();

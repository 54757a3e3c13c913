// The company's looks as everybody sees them, and the style sheet that carries them.
import type { BrandAnswer } from "../generated/types";
import { get } from "./api";

class Looks {
  kept = $state.raw<BrandAnswer | null>(null);

  async find(): Promise<void> {
    this.kept = await get<BrandAnswer>("/api/brand").catch(() => this.kept);
  }
}

export const looks = new Looks();

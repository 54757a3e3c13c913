// Whether the palette is open; Ctrl K from anywhere.
class PaletteState {
  open = $state(false);

  toggle(): void {
    this.open = !this.open;
  }
}

export const palette = new PaletteState();

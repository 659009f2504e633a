// A canvas at the screen's resolution, drawn at most once a frame.
export class Picture {
  constructor(canvas, draw) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.draw = draw;
    this.width = this.height = 0;
    new ResizeObserver(() => this.fit()).observe(canvas);
    this.fit();
  }

  fit() {
    const { clientWidth, clientHeight } = this.canvas;
    const fine = window.devicePixelRatio || 1;
    this.width = clientWidth;
    this.height = clientHeight;
    this.canvas.width = Math.max(1, Math.round(clientWidth * fine));
    this.canvas.height = Math.max(1, Math.round(clientHeight * fine));
    this.pen.setTransform(fine, 0, 0, fine, 0, 0);
    this.redraw();
  }

  redraw() {
    this.due ||= requestAnimationFrame(() => {
      this.due = 0;
      if (this.width && this.height) this.draw(this.pen, this.width, this.height);
    });
  }
}

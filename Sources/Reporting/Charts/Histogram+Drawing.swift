extension Histogram {
  /// Draws bars between the edges, a share axis at the left and the measured one below.
  func draw(in drawing: inout Drawing) {
    if let reference {
      drawing.legend([LegendEntry(sign: .reference, text: reference.label)])
    }
    let range = axis.limits ?? (edges.first ?? 0)...(edges.last ?? 1)
    let xScale = LinearScale(domain: range, start: 48, end: drawing.sheet.width - 16)
    let top = drawing.height + 6
    let bottom = top + (drawing.sheet.isNarrow ? 170 : 210)
    let yRange = Ticks.roundRange(of: [0] + shares, atMost: 4)
    let yScale = LinearScale(domain: yRange, start: bottom, end: top)
    drawShareAxis(yScale, from: xScale.start, to: xScale.end, in: &drawing)
    for index in shares.indices where shares[index] > 0 {
      let (left, right) = (xScale.clamped(edges[index]), xScale.clamped(edges[index + 1]))
      let y = yScale.position(shares[index])
      let area = Area(x: left + 0.5, y: y, width: right - left - 1, height: bottom - y)
      drawing.rectangle(area, .series(0))
    }
    drawing.line(from: (xScale.start, bottom), to: (xScale.end, bottom), .frame)
    if let reference {
      let x = xScale.clamped(reference.value)
      drawing.line(from: (x, top), to: (x, bottom), .white, Pen(width: 3.5))
      drawing.line(from: (x, top), to: (x, bottom), .ink, .reference)
    }
    drawing.height = bottom
    let ticks = Ticks(in: range, atMost: drawing.sheet.isNarrow ? 5 : 10)
    drawing.horizontalAxis(axis, xScale, ticks)
  }

  private func drawShareAxis(
    _ scale: LinearScale, from left: Double, to right: Double, in drawing: inout Drawing
  ) {
    let ticks = Ticks(in: scale.domain, atMost: 4)
    let style = Drawing.TextStyle(size: drawing.sheet.smallSize, colour: .muted, anchor: .end)
    let shares = Axis("", .share)
    for tick in ticks.values {
      let y = scale.position(tick)
      drawing.line(from: (left, y), to: (right, y), .grid)
      let text = shares.text(
        tick, fractionDigits: ticks.fractionDigits, in: drawing.sheet.language)
      drawing.text(text, x: left - 6, y: y + 4, style)
    }
  }
}

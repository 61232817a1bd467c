extension BarPlot {
  /// Draws legend, bars with their values, and axis.
  func draw(in drawing: inout Drawing) {
    let entries = series.indices.map { index in
      LegendEntry(sign: .fill(.series(index)), text: series[index])
    }
    drawing.legend(entries)
    let layout = RowLayout(drawing.sheet, labels: rows.map(\.label), values: [])
    let range = axis.limits ?? Ticks.roundRange(of: [0] + data)
    let ticks = Ticks(in: range, atMost: drawing.sheet.isNarrow ? 5 : 8)
    let room = TextMeasure.width(of: "100,0\u{A0}%", size: drawing.sheet.smallSize)
    let scale = LinearScale(
      domain: range, start: layout.plotStart, end: layout.plotEnd - room + 14)
    drawing.layer { drawing in
      for row in rows { draw(row, scale, layout, in: &drawing) }
      drawing.height += 4
    } over: { drawing, strips in
      for strip in strips { drawing.verticalGrid(scale, ticks, strip) }
    }
    drawing.horizontalAxis(axis, scale, ticks)
  }

  private func draw(
    _ row: Row, _ scale: LinearScale, _ layout: RowLayout, in drawing: inout Drawing
  ) {
    let step = 17.0
    let texts = RowTexts(
      label: layout.labelLines(row.label), value: [],
      plotHeight: Double(series.count) * step + 8)
    let middle = drawing.row(texts, layout)
    for (index, point) in zip(series.indices, row.points) {
      guard let point else { continue }
      let top = middle + (Double(index) - Double(series.count) / 2) * step
      let length = max(1, scale.clamped(point.value) - scale.start)
      let area = Area(x: scale.start, y: top + 1, width: length, height: 14)
      drawing.rectangle(area, .series(index), border: index == 0 ? nil : .frame)
      annotate(point, scale, top: top, in: &drawing)
    }
  }

  /// The interval over the end of a bar, and the value behind it.
  private func annotate(
    _ point: Point, _ scale: LinearScale, top: Double, in drawing: inout Drawing
  ) {
    var textStart = scale.clamped(point.value)
    if let lower = point.lower, let upper = point.upper {
      textStart = max(textStart, scale.clamped(upper))
      let (left, right) = (scale.clamped(lower), scale.clamped(upper))
      drawing.line(from: (left, top + 8), to: (right, top + 8), .white, Pen(width: 4))
      drawing.line(from: (left, top + 8), to: (right, top + 8), .ink, Pen(width: 1.5))
    }
    let style = Drawing.TextStyle(size: drawing.sheet.smallSize, halo: .white)
    let text = Number(point.value, axis.unit).text(in: drawing.sheet.language)
    drawing.text(text, x: textStart + 5, y: top + 12.5, style)
  }

  private var data: [Double] {
    rows.flatMap(\.points).compactMap { $0 }.flatMap { [$0.value, $0.upper ?? $0.value] }
  }
}

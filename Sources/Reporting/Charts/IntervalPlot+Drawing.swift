extension IntervalPlot {
  /// Draws legend, rows and axis.
  func draw(in drawing: inout Drawing) {
    drawing.legend(legendEntries)
    let rows = groups.flatMap(\.rows)
    let layout = RowLayout(
      drawing.sheet, labels: rows.map(\.label),
      values: rows.flatMap { [value(of: $0, in: drawing.sheet.language), $0.remark ?? ""] })
    let range = axis.range(of: data)
    let ticks = Ticks(in: range, atMost: drawing.sheet.isNarrow ? 5 : 8)
    let scale = LinearScale(domain: range, start: layout.plotStart, end: layout.plotEnd)
    drawing.layer { drawing in
      draw(rowsOn: scale, layout, in: &drawing)
    } over: { drawing, strips in
      for strip in strips { drawBackground(scale, ticks, strip, in: &drawing) }
    }
    drawing.horizontalAxis(axis, scale, ticks)
  }

  private func draw(rowsOn scale: LinearScale, _ layout: RowLayout, in drawing: inout Drawing) {
    for group in groups {
      if !group.title.isEmpty { drawing.heading(group.title) }
      for row in group.rows {
        let value = value(of: row, in: drawing.sheet.language)
        let dots = row.points.contains { $0 != nil } ? dotSeries.count : 1
        let texts = RowTexts(
          label: layout.labelLines(row.label),
          value: (value.isEmpty ? [] : [value]) + layout.valueLines(row.remark ?? ""),
          plotHeight: max(22, Double(dots) * 15 + 6))
        let middle = drawing.row(texts, layout)
        draw(row, scale, at: middle, in: &drawing)
      }
    }
    drawing.height += 4
  }

  private func draw(
    _ row: Row, _ scale: LinearScale, at middle: Double, in drawing: inout Drawing
  ) {
    let dots = dotSeries
    let halfHeight = max(9, Double(dots.count) * 7.5)
    for index in series.indices where series[index].isBenchmark {
      guard index < row.points.count, let point = row.points[index] else { continue }
      let x = scale.clamped(point.value)
      drawing.line(
        from: (x, middle - halfHeight), to: (x, middle + halfHeight), .ink, Pen(width: 3))
    }
    if isConnected { connect(row, dots, scale, at: middle, in: &drawing) }
    for (place, index) in dots.enumerated() {
      guard index < row.points.count, let point = row.points[index] else { continue }
      let y = middle + (Double(place) - Double(dots.count - 1) / 2) * 15
      drawing.estimate(point, scale, y: y, Marker(series: place))
    }
  }

  /// The line of a dumbbell, from dot to dot.
  private func connect(
    _ row: Row, _ dots: [Int], _ scale: LinearScale, at middle: Double, in drawing: inout Drawing
  ) {
    let places = dots.enumerated().compactMap { place, index -> (x: Double, y: Double)? in
      guard index < row.points.count, let point = row.points[index] else { return nil }
      return (
        scale.clamped(point.value), middle + (Double(place) - Double(dots.count - 1) / 2) * 15
      )
    }
    for (start, end) in zip(places, places.dropFirst()) {
      drawing.line(from: start, to: end, .muted, Pen(width: 1.5))
    }
  }

  /// Band, grid and reference line, below the rows.
  private func drawBackground(
    _ scale: LinearScale, _ ticks: Ticks, _ strip: Strip, in drawing: inout Drawing
  ) {
    if let band {
      let left = scale.clamped(band.range.lowerBound)
      let width = scale.clamped(band.range.upperBound) - left
      drawing.rectangle(
        Area(x: left, y: strip.top, width: width, height: strip.bottom - strip.top), .band)
    }
    drawing.verticalGrid(scale, ticks, strip)
    if let reference {
      let x = scale.clamped(reference.value)
      drawing.line(from: (x, strip.top), to: (x, strip.bottom), .ink, .reference)
    }
  }

  /// Indices of the series that are drawn as dots.
  private var dotSeries: [Int] { series.indices.filter { !series[$0].isBenchmark } }

  private var legendEntries: [LegendEntry] {
    var entries: [LegendEntry] = []
    var place = 0
    for series in series {
      let sign: LegendEntry.Sign =
        series.isBenchmark ? .benchmark : .marker(Marker(series: place))
      place += series.isBenchmark ? 0 : 1
      entries.append(LegendEntry(sign: sign, text: series.name))
    }
    if let reference { entries.append(LegendEntry(sign: .reference, text: reference.label)) }
    if let band { entries.append(LegendEntry(sign: .fill(.band), text: band.label)) }
    return entries
  }

  private var data: [Double] {
    let points = groups.flatMap(\.rows).flatMap(\.points).compactMap { $0 }
    let values = points.flatMap { [$0.value, $0.lower ?? $0.value, $0.upper ?? $0.value] }
    let zone = band.map { [$0.range.lowerBound, $0.range.upperBound] } ?? []
    return values + zone + (reference.map { [$0.value] } ?? [])
  }

  /// The estimate where a row has but one dot.
  private func value(of row: Row, in language: Language) -> String {
    guard let only = dotSeries.first, dotSeries.count == 1, only < row.points.count,
      let point = row.points[only]
    else { return "" }
    let isShare = axis.unit == .share || axis.unit == .shareDifference
    return point.number(axis.unit).text(in: language, isShare ? .prose : .table)
  }
}

extension Point {
  /// The value, with its interval where there is one.
  func number(_ axisUnit: Number.Unit) -> Number {
    let unit = unit ?? axisUnit
    guard let lower, let upper else { return Number(value, unit) }
    return .estimate(value, lower, upper, unit)
  }
}

extension Fill {
  /// A zone behind the data.
  static let band = Fill(colour: .band)
}

extension Drawing {
  /// A dot with its interval; an arrowhead where the interval leaves the plot.
  mutating func estimate(_ point: Point, _ scale: LinearScale, y: Double, _ marker: Marker) {
    if let lower = point.lower, let upper = point.upper {
      let (left, right) = (scale.clamped(lower), scale.clamped(upper))
      line(from: (left, y), to: (right, y), marker.colour, Pen(width: 2))
      end(at: (left, y), isOpen: lower < scale.domain.lowerBound, pointing: -1, marker.colour)
      end(at: (right, y), isOpen: upper > scale.domain.upperBound, pointing: 1, marker.colour)
    }
    if scale.domain.contains(point.value) {
      self.marker(marker, x: scale.position(point.value), y: y)
    }
  }

  private mutating func end(
    at place: (x: Double, y: Double), isOpen: Bool, pointing direction: Double,
    _ colour: Colour
  ) {
    let (x, y) = place
    guard isOpen else {
      line(from: (x, y - 3.5), to: (x, y + 3.5), colour, Pen(width: 1.5))
      return
    }
    line(from: (x, y), to: (x - 5 * direction, y - 4), colour, Pen(width: 1.5))
    line(from: (x, y), to: (x - 5 * direction, y + 4), colour, Pen(width: 1.5))
  }

  /// The heading of a group of rows.
  mutating func heading(_ title: String) {
    let lines = TextMeasure.lines(of: title, width: sheet.width, size: sheet.textSize)
    height += sheet.lineHeight + 6
    text(lines, x: 0, y: height, TextStyle(size: sheet.textSize, isBold: true))
    height += Double(max(0, lines.count - 1)) * sheet.lineHeight + 4
  }
}

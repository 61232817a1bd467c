extension SlopePlot {
  /// Draws the waves from the left, a line for each subject, its name at the last point.
  func draw(in drawing: inout Drawing) {
    let sheet = drawing.sheet
    let nameWidth = sheet.isNarrow ? 132.0 : 240
    let labels = lines.indices.compactMap { label(of: $0, width: nameWidth, sheet) }
    let top = drawing.height + 10
    let wanted = labels.reduce(0) { $0 + $1.height + 4 }
    let bottom = top + max(sheet.isNarrow ? 220 : 260, wanted)
    let range = axis.range(of: data)
    let scales = SlopeScales(
      x: LinearScale(
        domain: 0...Double(max(1, waves.count - 1)), start: 56,
        end: sheet.width - nameWidth - 24),
      y: LinearScale(domain: range, start: bottom, end: top))
    drawGrid(scales, in: &drawing)
    for index in lines.indices { draw(index, scales, in: &drawing) }
    draw(labels, scales, in: &drawing)
    drawWaves(scales, in: &drawing)
  }

  private func drawGrid(_ scales: SlopeScales, in drawing: inout Drawing) {
    let ticks = Ticks(in: scales.y.domain, atMost: 6)
    let style = Drawing.TextStyle(
      size: drawing.sheet.smallSize, colour: .muted, anchor: .end)
    for tick in ticks.values {
      let y = scales.y.position(tick)
      drawing.line(from: (scales.x.start - 10, y), to: (scales.x.end + 10, y), .grid)
      let text = axis.text(
        tick, fractionDigits: ticks.fractionDigits, in: drawing.sheet.language)
      drawing.text(text, x: scales.x.start - 16, y: y + 4, style)
    }
  }

  private func draw(_ index: Int, _ scales: SlopeScales, in drawing: inout Drawing) {
    let marker = Marker(series: index)
    let shift = (Double(index) - Double(lines.count - 1) / 2) * 5
    var last: (x: Double, y: Double)?
    for (wave, point) in lines[index].points.enumerated() {
      guard let point else {
        last = nil
        continue
      }
      let place = (scales.x.position(Double(wave)) + shift, scales.y.clamped(point.value))
      if let last, !lines[index].breaks.contains(wave) {
        drawing.line(from: last, to: place, marker.colour, .series(index))
      }
      last = place
    }
    for (wave, point) in lines[index].points.enumerated() {
      guard let point else { continue }
      let x = scales.x.position(Double(wave)) + shift
      if let lower = point.lower, let upper = point.upper {
        drawing.line(
          from: (x, scales.y.clamped(lower)), to: (x, scales.y.clamped(upper)), marker.colour,
          Pen(width: 1.5))
      }
      drawing.marker(marker, x: x, y: scales.y.clamped(point.value))
    }
  }

  private func drawWaves(_ scales: SlopeScales, in drawing: inout Drawing) {
    drawing.height = scales.y.start + 24
    for (wave, name) in waves.enumerated() {
      drawing.text(
        name, x: scales.x.position(Double(wave)), y: drawing.height,
        Drawing.TextStyle(size: drawing.sheet.smallSize, anchor: .middle, isBold: true))
    }
    let style = Drawing.TextStyle(size: drawing.sheet.smallSize, colour: .muted)
    let words = TextMeasure.lines(
      of: axis.label, width: drawing.sheet.width, size: drawing.sheet.smallSize)
    drawing.height += 20
    drawing.text(words, x: 0, y: drawing.height, style)
    drawing.height += Double(max(0, words.count - 1)) * drawing.sheet.lineHeight + 6
  }

  private var data: [Double] {
    lines.flatMap(\.points).compactMap { $0 }.flatMap {
      [$0.value, $0.lower ?? $0.value, $0.upper ?? $0.value]
    }
  }
}

/// Waves across, values up.
private struct SlopeScales {
  var x: LinearScale
  var y: LinearScale
}

/// A line's name and last value, at the right end of the plot.
private struct SlopeLabel {
  var series: Int
  var value: Double
  var lines: [String]
  var height: Double
}

extension SlopePlot {
  private func label(of index: Int, width: Double, _ sheet: Sheet) -> SlopeLabel? {
    guard let last = lines[index].points.compactMap({ $0 }).last else { return nil }
    let value = Number(last.value, axis.unit).text(in: sheet.language)
    let words = TextMeasure.lines(
      of: "\(value) \(lines[index].name)", width: width, size: sheet.smallSize)
    return SlopeLabel(
      series: index, value: last.value, lines: words,
      height: Double(words.count) * sheet.lineHeight)
  }

  /// Names beside their last points, moved apart where they would overlap.
  private func draw(_ labels: [SlopeLabel], _ scales: SlopeScales, in drawing: inout Drawing) {
    let ordered = labels.sorted {
      ($0.value, $1.series) > ($1.value, $0.series)
    }
    let tops = Stacking.tops(
      of: ordered.map { ($0.height, scales.y.clamped($0.value)) },
      between: scales.y.end - 8, and: scales.y.start + 8)
    let start = scales.x.end + 16
    for (label, top) in zip(ordered, tops) {
      let colour = Marker(series: label.series).colour
      let style = Drawing.TextStyle(size: drawing.sheet.smallSize, colour: colour)
      drawing.line(
        from: (start, scales.y.clamped(label.value)), to: (start + 10, top + label.height / 2),
        .frame)
      drawing.text(label.lines, x: start + 13, y: top + 12, style)
    }
  }
}

/// Blocks of text that want to stand at places, and may not overlap.
enum Stacking {
  /// The blocks' upper edges: each centred on its place as far as the ones above allow, and all
  /// pushed up again where they would leave the room below.
  ///
  /// - Parameter blocks: Height and wanted middle, in the order from the top.
  static func tops(
    of blocks: [(height: Double, middle: Double)], between top: Double, and bottom: Double
  ) -> [Double] {
    var tops: [Double] = []
    var free = top
    for block in blocks {
      tops.append(max(free, block.middle - block.height / 2))
      free = tops[tops.count - 1] + block.height + 2
    }
    var limit = bottom
    for index in blocks.indices.reversed() {
      tops[index] = min(tops[index], limit - blocks[index].height)
      limit = tops[index] - 2
    }
    return tops
  }
}

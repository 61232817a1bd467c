extension Chart {
  /// The chart as an SVG element.
  ///
  /// - Parameters:
  ///   - sheet: Language, and the width of a page or a telephone.
  ///   - id: Prefix of the identifiers inside; different for every drawing on a page.
  ///   - stamp: Small text at the bottom that the drawing must not lose.
  func svg(_ sheet: Sheet, id: String, stamp: String?) -> Markup {
    var drawing = Drawing(sheet, id: id)
    draw(in: &drawing)
    if let stamp { drawing.stamp(stamp) }
    var markup = Markup()
    let height = drawing.height.rounded(.up)
    markup.element(
      "svg",
      [
        "class": sheet.isNarrow ? "narrow" : "wide", "role": "img",
        "viewBox": "0 0 \(sheet.width.coordinate) \(height.coordinate)",
        "aria-labelledby": "\(id)-title \(id)-desc", "fill": "none",
        "font-size": sheet.smallSize.coordinate,
        "xmlns": "http://www.w3.org/2000/svg",
      ]
    ) { markup in
      let stamped = stamp.map { "\($0). " } ?? ""
      markup.element(
        "title", ["id": "\(id)-title"], text: caption.plainText(in: sheet.language))
      markup.element(
        "desc", ["id": "\(id)-desc"], text: stamped + message.plainText(in: sheet.language))
      drawing.define(in: &markup)
      markup.newline()
      markup.append(drawing.svg)
    }
    return markup
  }

  private func draw(in drawing: inout Drawing) {
    switch plot {
    case .intervals(let plot): plot.draw(in: &drawing)
    case .stackedBars(let plot): plot.draw(in: &drawing)
    case .bars(let plot): plot.draw(in: &drawing)
    case .histogram(let plot): plot.draw(in: &drawing)
    case .slopes(let plot): plot.draw(in: &drawing)
    }
  }
}

extension Drawing {
  fileprivate mutating func stamp(_ stamp: String) {
    let lines = TextMeasure.lines(of: stamp, width: sheet.width, size: sheet.smallSize)
    height += sheet.lineHeight
    text(lines, x: 0, y: height, TextStyle(size: sheet.smallSize, colour: .stamp))
    height += Double(lines.count - 1) * sheet.lineHeight + 6
  }
}

extension Colour {
  fileprivate static let stamp = Colour(0x8A1C1C)
}

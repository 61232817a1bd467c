extension Drawing {
  /// The shapes as elements of SVG, below one another.
  var svg: Markup {
    var markup = Markup()
    for shape in shapes {
      append(shape, to: &markup)
      markup.newline()
    }
    return markup
  }

  /// The definitions of the patterns that shapes are filled with.
  func define(in markup: inout Markup) {
    guard !patterns.isEmpty else { return }
    markup.element("defs") { markup in
      for (index, fill) in patterns.enumerated() {
        fill.define(id: patternID(index), in: &markup)
      }
    }
  }

  private func append(_ shape: Shape, to markup: inout Markup) {
    switch shape {
    case .text(let text, let place, let style): append(text, at: place, style, to: &markup)
    case .line(let from, let to, let colour, let pen):
      let start = "M\(from.x.coordinate) \(from.y.coordinate)"
      append(outline: "\(start)L\(to.x.coordinate) \(to.y.coordinate)", colour, pen, to: &markup)
    case .uprights(let places, let strip, let colour):
      let (start, end) = (strip.top.coordinate, strip.bottom.coordinate)
      append(
        outline: places.map { "M\($0.coordinate) \(start)V\(end)" }.joined(), colour, Pen(),
        to: &markup)
    case .rectangle(let area, let fill, let border):
      markup.empty(
        "rect",
        [
          "x": area.x.coordinate, "y": area.y.coordinate,
          "width": max(0, area.width).coordinate, "height": max(0, area.height).coordinate,
          "fill": paint(fill), "stroke": border?.hex ?? "",
        ])
    case .marker(let marker, let place): append(marker, at: place, to: &markup)
    }
  }

  private func append(
    _ text: String, at place: Place, _ style: TextStyle, to markup: inout Markup
  ) {
    let halo = style.halo.map { "paint-order:stroke;stroke:\($0.hex);stroke-width:3px" }
    markup.element(
      "text",
      [
        "x": place.x.coordinate, "y": place.y.coordinate,
        "font-size": style.size == sheet.smallSize ? "" : style.size.coordinate,
        "fill": style.colour.hex,
        "text-anchor": style.anchor == .start ? "" : style.anchor.rawValue,
        "font-weight": style.isBold ? "700" : "", "style": halo ?? "",
      ], text: text)
  }

  private func append(outline: String, _ colour: Colour, _ pen: Pen, to markup: inout Markup) {
    markup.empty(
      "path",
      [
        "d": outline, "stroke": colour.hex,
        "stroke-width": pen.width == 1 ? "" : pen.width.coordinate,
        "stroke-dasharray": pen.dash.map(\.coordinate).joined(separator: " "),
      ])
  }

  private func append(_ marker: Marker, at place: Place, to markup: inout Markup) {
    let fill = marker.isHollow ? Colour.white.hex : marker.colour.hex
    let corners = marker.corners.map { corner in
      "\((place.x + corner.x).coordinate) \((place.y + corner.y).coordinate)"
    }
    guard !corners.isEmpty else {
      markup.empty(
        "circle",
        [
          "cx": place.x.coordinate, "cy": place.y.coordinate, "r": "4.5", "fill": fill,
          "stroke": marker.colour.hex,
        ])
      return
    }
    markup.empty(
      "path",
      [
        "d": "M\(corners.joined(separator: "L"))Z", "fill": fill, "stroke": marker.colour.hex,
        "stroke-width": "2",
      ])
  }

  /// A colour, or a reference to a pattern that is defined once.
  private func paint(_ fill: Fill) -> String {
    guard let index = patterns.firstIndex(of: fill) else { return fill.colour.hex }
    return "url(#\(patternID(index)))"
  }

  private func patternID(_ index: Int) -> String { "\(id)-pattern-\(index + 1)" }
}

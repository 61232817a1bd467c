/// How an area is filled: a colour, and a texture that survives a black-and-white printer.
struct Fill: Hashable, Sendable {
  enum Texture: Hashable, Sendable {
    case plain
    case hatched
    case dotted
    case crossed
  }

  var colour: Colour
  var texture: Texture = .plain

  /// The fill of a bar of one series.
  static func series(_ index: Int) -> Fill {
    let textures: [Texture] = [.plain, .hatched, .dotted, .crossed]
    let colour = index == 0 ? Colour.series[0] : seriesTints[(index - 1) % seriesTints.count]
    return Fill(colour: colour, texture: textures[index % textures.count])
  }

  private static let seriesTints = [Colour(0xE8A36B), Colour(0x9CD0C3), Colour(0xC7B8DE)]

  /// The pattern's definition; its lines are lighter or darker than the colour.
  func define(id: String, in markup: inout Markup) {
    let isDark = colour.textColour == .white
    let line = isDark ? colour.mixed(with: .white, 0.45) : colour.mixed(with: .ink, 0.4)
    markup.element(
      "pattern",
      [
        "id": id, "width": "6", "height": "6", "patternUnits": "userSpaceOnUse",
        "patternTransform": texture == .dotted ? "rotate(0)" : "rotate(45)",
      ]
    ) { markup in
      markup.empty("rect", ["width": "6", "height": "6", "fill": colour.hex])
      draw(line: line.hex, in: &markup)
    }
  }

  private func draw(line: String, in markup: inout Markup) {
    switch texture {
    case .plain: break
    case .hatched:
      markup.empty("path", ["d": "M0 0V6", "stroke": line, "stroke-width": "2"])
    case .dotted:
      markup.empty("circle", ["cx": "2", "cy": "2", "r": "1.1", "fill": line])
    case .crossed:
      markup.empty("path", ["d": "M0 0V6M0 0H6", "stroke": line, "stroke-width": "1.4"])
    }
  }
}

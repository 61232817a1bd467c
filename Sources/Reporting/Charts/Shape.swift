/// One thing that is drawn at a place; y grows downwards.
///
/// A drawing is a list of shapes, over which renderers are functions.
enum Shape: Hashable, Sendable {
  /// One line of text; the place is that of its baseline.
  case text(String, at: Place, Drawing.TextStyle)
  case line(from: Place, to: Place, Colour, Pen)
  /// Upright lines, such as those of a grid.
  case uprights([Double], along: Strip, Colour)
  case rectangle(Area, Fill, border: Colour?)
  case marker(Marker, at: Place)
}

struct Place: Hashable, Sendable {
  var x: Double
  var y: Double
}

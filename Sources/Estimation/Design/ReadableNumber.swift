/// A number as a message shows it: whole ones in full, others with four significant digits.
func readable(_ value: Double) -> String {
  guard value.isFinite else { return value.isNaN ? "no number" : "infinity" }
  if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
  var scale = 1.0
  while abs(value) * scale < 1000, scale < 1e12 { scale *= 10 }
  return String((value * scale).rounded() / scale)
}

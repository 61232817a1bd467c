/// An sRGB colour.
struct Colour: Hashable, Sendable {
  var red: Int
  var green: Int
  var blue: Int

  init(_ hex: Int) {
    (red, green, blue) = (hex >> 16 & 255, hex >> 8 & 255, hex & 255)
  }

  private init(red: Int, green: Int, blue: Int) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// `#1f4e79`.
  var hex: String {
    let digits: StaticString = "0123456789abcdef"
    return String(unsafeUninitializedCapacity: 7) { bytes in
      bytes[0] = UInt8(ascii: "#")
      for (place, channel) in [red, green, blue].enumerated() {
        bytes[2 * place + 1] = digits.utf8Start[channel >> 4 & 15]
        bytes[2 * place + 2] = digits.utf8Start[channel & 15]
      }
      return 7
    }
  }

  /// A colour on the way to another: 0 is this one, 1 the other.
  func mixed(with other: Colour, _ share: Double) -> Colour {
    let share = share.isNaN ? 0 : max(0, min(1, share))
    func mix(_ from: Int, _ to: Int) -> Int {
      Int((Double(from) + (Double(to) - Double(from)) * share).rounded())
    }
    return Colour(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }

  /// Relative luminance, 0 (black) … 1 (white).
  /// > W3C (2018). *Web Content Accessibility Guidelines 2.1*, "relative luminance".
  var luminance: Double {
    0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
  }

  /// Contrast of two colours, 1…21; text wants 4.5, a graphical object 3.
  /// > W3C (2018). *Web Content Accessibility Guidelines 2.1*, "contrast ratio".
  func contrast(with other: Colour) -> Double {
    let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }

  /// White or black, whichever reads better on this colour; one of them always has 4.5.
  var textColour: Colour {
    contrast(with: .white) >= contrast(with: .black) ? .white : .black
  }

  /// The sRGB transfer function; `pow` would need Foundation, so x^2.4 is x² · (x²)^⅕.
  private static func linear(_ channel: Int) -> Double {
    let value = Double(channel) / 255
    if value <= 0.04045 { return value / 12.92 }
    let base = (value + 0.055) / 1.055
    return base * base * fifthRoot(base * base)
  }

  /// Newton's iteration from above, 0…1, until it falls no more.
  private static func fifthRoot(_ value: Double) -> Double {
    var root = 1.0
    while true {
      let next = root - (root - value / (root * root * root * root)) / 5
      guard next < root else { return root }
      root = next
    }
  }

  static let black = Colour(0x000000)
  static let white = Colour(0xFFFFFF)
  static let ink = Colour(0x1C2733)
  static let muted = Colour(0x55606B)
  static let grid = Colour(0xDDE3E8)
  static let frame = Colour(0x8A949E)
  static let band = Colour(0xE4E9EE)

  /// Series, in order: told apart with any colour vision, each at least 4.5 : 1 on white; a
  /// series' marker, dash or pattern differs as well.
  static let series = [
    Colour(0x1F4E79), Colour(0xB5490F), Colour(0x0E7C66), Colour(0x6A4C93), Colour(0x4D4D4D),
  ]
}

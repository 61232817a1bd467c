import Estimation
import Reporting
import TextFormats

// What numbers and lines of several results have in common.

extension Estimate {
  /// `+1.9 (0.6 … 3.2)`.
  var words: String {
    let sign = value > 0 ? "+" : ""
    func points(_ value: Double) -> String { Number.decimal(value, digits: 2).text(in: .en) }
    guard let interval = confidenceInterval() else { return sign + points(value) }
    return "\(sign)\(points(value)) (\(points(interval.lower)) … \(points(interval.upper)))"
  }

  var json: JSONValue {
    [
      "estimate": .number(value), "standardError": .number(standardError),
      "degreesOfFreedom": .integer(degreesOfFreedom),
      "lower": JSONValue(confidenceInterval()?.lower),
      "upper": JSONValue(confidenceInterval()?.upper),
    ]
  }
}

extension Double {
  var short: String { field.shortText }

  /// Missing where the number is not finite.
  var field: DelimitedText.Field { isFinite ? .number(self) : .missing }
}

extension [String] {
  var listed: String { joined(separator: ", ") }
}

extension String {
  /// Lines of a paragraph under a heading, two columns in.
  var indented: String { wrapped(to: 96).map { "  \($0)\n" }.joined() }
}

extension JSONValue {
  static func rows(_ values: [[Double]]) -> JSONValue { .array(values.map { .numbers($0) }) }

  static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }

  static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}

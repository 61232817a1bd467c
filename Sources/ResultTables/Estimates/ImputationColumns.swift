import Estimation
import Reporting
import TextFormats

/// What Rubin's rules say of a figure, in columns of its own.
enum ImputationColumns {
  static let columns: [ResultTable.Column] = [
    .number("imputations"), .number("within"), .number("between"), .number("missingInformation"),
  ]

  static func fields(_ spread: ImputationSpread?) -> [DelimitedText.Field] {
    [
      DelimitedText.Field(spread?.imputations), DelimitedText.Field(spread?.within),
      DelimitedText.Field(spread?.between), DelimitedText.Field(spread?.missingInformation),
    ]
  }

  /// The same as members of a JSON object.
  static func members(_ spread: ImputationSpread?) -> [JSONValue.Member] {
    guard let spread else { return [] }
    return [
      .init("imputations", .integer(spread.imputations)), .init("within", .number(spread.within)),
      .init("between", .number(spread.between)),
      .init("missingInformation", .number(spread.missingInformation)),
    ]
  }

  /// Of a text, the share of the information that is missing alone.
  static let textColumns: [ResultTable.Column] = [.number("missingInformation", "missing")]

  static func textFields(_ spread: ImputationSpread?) -> [DelimitedText.Field] {
    [DelimitedText.Field(spread?.missingInformation)]
  }

  /// The sentence under a text; none where nothing was imputed.
  static func note(_ spreads: [ImputationSpread?]) -> String {
    guard let spread = spreads.lazy.compactMap(\.self).first else { return "" }
    let words =
      "Of \(spread.imputations) imputed data sets together, by Rubin's rules; n counts those who were"
      + " observed to answer, 'missing' is the share of the information that imputation does not know."
    return "\n" + words.wrapped(to: 98).joined(separator: "\n") + "\n"
  }
}

extension Estimate {
  /// Those of its interval: whole ones of a design, fractions of imputed data sets.
  var freedomField: DelimitedText.Field {
    imputation.map { .number($0.degreesOfFreedom) } ?? .integer(degreesOfFreedom)
  }
}

import SurveyModel
import TabularFiles

extension StudySheets {
  /// Puts the text of a file in the place of each model that names one: `models/DIV.lav`.
  mutating func readModels(of factors: [Factor]) -> [Factor] {
    factors.map { factor in
      guard let path = factor.model?.text, path.hasSuffix(".lav"), !path.contains("\n") else {
        return factor
      }
      var factor = factor
      factor.model = readFile(path).map { contents in
        Factor.Model(contents.utf8Text, at: SourceLocation(file: path, line: 1, column: 1))
      }
      return factor
    }
  }
}

extension FileContents {
  /// The text without its byte order mark; bytes that are no UTF-8 become U+FFFD.
  fileprivate var utf8Text: String {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return String(
      decoding: bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
  }
}

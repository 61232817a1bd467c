import SurveyModel
import TabularFiles
import TextFormats

extension DataExport {
  /// Names that a format allows, each once, in the order of the variables.
  ///
  /// A character that it does not allow becomes `_`; a name that would begin with another one than
  /// a letter gets `v` in front.
  public func names(for format: StatisticalFile.Format) -> [String] {
    let limit = format == .dta ? 32 : 64
    var taken: Set<String> = [SyntheticData.name]
    return variables.map { variable in
      let base = Self.allowed(variable.name, format)
      var name = base.shortened(to: limit, format)
      var number = 1
      while !taken.insert(name.lowercased()).inserted {
        number += 1
        let ending = "_\(number)"
        name = base.shortened(to: limit - ending.count, format) + ending
      }
      return name
    }
  }

  private static func allowed(_ name: String, _ format: StatisticalFile.Format) -> String {
    let signs = format == .dta ? "_" : "._$#@"
    var text = String(name.map { $0.isLetter || $0.isNumber || signs.contains($0) ? $0 : "_" })
    while let last = text.last, last == "." || last == "_" { text.removeLast() }
    if text.first?.isLetter != true { text = "v" + text }
    return reserved(format).contains(text.lowercased()) ? text + "1" : text
  }

  /// > IBM, *SPSS Statistics Command Syntax Reference*, Variable Names. Stata, *User's Guide* 11.3.
  private static func reserved(_ format: StatisticalFile.Format) -> Set<String> {
    if format != .dta {
      return [
        "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with",
      ]
    }
    return [
      "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n",
      "_pi", "_pred", "_rc", "_skip", "strl", "using", "with",
    ]
  }
}

extension String {
  /// Stata counts characters, SPSS bytes.
  fileprivate func shortened(to limit: Int, _ format: StatisticalFile.Format) -> String {
    format == .dta ? String(prefix(limit)) : cut(to: limit)
  }
}

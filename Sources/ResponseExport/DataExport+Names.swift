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
    return UniqueNames(
      variables.map { Self.allowed($0.name, format).shortened(to: limit, format) },
      taken: SyntheticData.name
    ) { $0.shortened(to: limit - $1.count, format) + $1 }.names
  }

  /// What has another name in a file than in the questionnaire.
  ///
  /// - Parameters:
  ///   - names: Those in the file, by variable.
  ///   - file: The file.
  public func renamed(_ names: [String], in file: String) -> [Diagnostic] {
    let changes = zip(variables, names).filter { $0.ownName != $1 }
    guard !changes.isEmpty else { return [] }
    let list = changes.map { "\($0.ownName) (\($0.origin)) → \($1)" }.joined(separator: ", ")
    return [
      Diagnostic(
        .warning, "column-renamed",
        changes.count == 1
          ? "a column could not keep its name: \(list)"
          : "\(changes.count) columns could not keep their names: \(list)",
        fix: "the codebook beside the file says which question each column is of",
        at: SourceLocation(file: file))
    ]
  }

  private static func allowed(_ name: String, _ format: StatisticalFile.Format) -> String {
    let signs = format == .dta ? "_" : "._$#@"
    var text = String(name.map { $0.isLetter || $0.isNumber || signs.contains($0) ? $0 : "_" })
    while let last = text.last, last == "." || last == "_" { text.removeLast() }
    if text.first?.isLetter != true || (format == .dta && isTextType(text)) { text = "v" + text }
    return reserved(format).contains(text.lowercased()) ? text + "1" : text
  }

  /// Whether Stata calls a type of texts so: `str5`.
  private static func isTextType(_ name: String) -> Bool {
    let digits = name.lowercased().trimmingPrefix("str")
    return digits.count < name.count && !digits.isEmpty && digits.allSatisfy(\.isNumber)
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
  /// The same for names that PSPP takes for one: that differ in capitals, or in letters and digits of
  /// full width (`ｑ1`).
  fileprivate var foldedForSPSS: String {
    let narrow = unicodeScalars.map { scalar -> Character in
      guard (0xFF01...0xFF5E).contains(scalar.value) else { return Character(scalar) }
      return UnicodeScalar(scalar.value - 0xFEE0).map { Character($0) } ?? Character(scalar)
    }
    return String(narrow).uppercased().lowercased()
  }

  /// Stata counts characters, SPSS bytes.
  fileprivate func shortened(to limit: Int, _ format: StatisticalFile.Format) -> String {
    format == .dta ? String(prefix(limit)) : cut(to: limit)
  }
}

extension ExportVariable {
  /// What the variable was made from, for messages.
  fileprivate var origin: String {
    question.map { "the question '\($0.name)'" } ?? "the design"
  }
}

/// Names of which each stands once: the first of several that are alike keeps its
/// own, the others get a number that no name has.
struct UniqueNames {
  private(set) var names: [String]

  /// - Parameters:
  ///   - names: As they should be.
  ///   - other: A name that none may have.
  ///   - capitalsMatter: Whether `Q1` and `q1` are two names.
  ///   - numbered: A name with an ending, cut where the two would be too long.
  init(
    _ names: [String], taken other: String, capitalsMatter: Bool = false,
    numbered: (_ name: String, _ ending: String) -> String = { $0 + $1 }
  ) {
    var taken: Set<String> = [other]
    func isNew(_ name: String) -> Bool {
      taken.insert(capitalsMatter ? name : name.foldedForSPSS).inserted
    }
    let isFirst = names.map(isNew)
    self.names = zip(names, isFirst).map { name, isFirst in
      var (unique, number) = (name, 1)
      while !isFirst, number == 1 || !isNew(unique) {
        number += 1
        unique = numbered(name, "_\(number)")
      }
      return unique
    }
  }
}

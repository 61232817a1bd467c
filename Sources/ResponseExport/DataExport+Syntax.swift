import SurveyModel
import TabularFiles
import TextFormats

extension DataExport {
  /// SPSS syntax for what stands in no data set that ReadStat writes: multiple-response sets; and the
  /// value labels, with the routing and the words of each wave as comments.
  ///
  /// > IBM, *SPSS Statistics Command Syntax Reference*, MRSETS, VALUE LABELS, COMMENT. PSPP 1.6 runs it
  /// > as well.
  ///
  /// - Parameters:
  ///   - data: The data set that it goes with.
  ///   - file: The data set's name; both are in one folder.
  public func syntax(for data: StatisticalFile, file: String) -> String {
    var syntax = SPSSSyntax()
    syntax.comment("Encoding: UTF-8")
    syntax.comment("\(title): what goes with \(file); run it in that file's folder")
    for text in stamp ?? [] { syntax.comment(text) }
    syntax.command("GET FILE=\(SPSSSyntax.quoted(file))")
    for variable in data.variables where !variable.valueLabels.isEmpty {
      let labels = variable.valueLabels.compactMap { label -> String? in
        guard case .number(let number) = label.value else { return nil }
        let text = label.text.singleLine.cutAtWord(.bytes(120))
        return "\(ExportVariable.text(of: number)) \(SPSSSyntax.quoted(text))"
      }
      syntax.command("VALUE LABELS \(variable.name)", parts: labels)
    }
    add(multipleResponseSets: data.variables.map(\.name), to: &syntax)
    add(comments: data.variables.map(\.name), to: &syntax)
    return syntax.text
  }

  /// A set of dichotomies for each question with several answers.
  private func add(multipleResponseSets names: [String], to syntax: inout SPSSSyntax) {
    var taken = Set(names.map { $0.lowercased() })
    let columns = Array(zip(variables, names))
    for place in columns.indices {
      guard let question = columns[place].0.question, case .selectMultiple = question.kind,
        place == 0 || columns[place - 1].0.question != question
      else { continue }
      let own = columns[place...].prefix { $0.0.question == question }
      // SPSS takes no set of one variable.
      guard own.count > 1 else { continue }
      var name = String(question.name.map { $0.isLetter || $0.isNumber ? $0 : "_" }).cut(to: 60)
      while !taken.insert("$" + name.lowercased()).inserted { name += "_" }
      let label = (question.label.text(in: options.language) ?? question.name).singleLine
        .cutAtWord(.bytes(240))
      syntax.command(
        "MRSETS /MDGROUP NAME=$\(name)",
        parts: [
          "LABEL=\(SPSSSyntax.quoted(label))", "CATEGORYLABELS=VARLABELS", "VARIABLES=",
        ] + own.map(\.1) + ["VALUE=1"])
    }
  }

  private func add(comments names: [String], to syntax: inout SPSSSyntax) {
    var told: Set<String> = []
    for (variable, name) in zip(variables, names) {
      guard let question = variable.question, told.insert(question.name).inserted else { continue }
      let what = question.name == name ? name : "\(name) (\(question.name))"
      if let order = orderText(of: variable, named: name) {
        syntax.comment("the order in " + order)
      }
      if let relevant = question.relevant {
        syntax.comment("\(what) was asked where \(relevant.source)")
      }
      if let words = variable.wordingText(in: options.language) {
        syntax.comment("\(what) in the words of each wave: \(words)")
      }
    }
  }
}

/// Syntax of SPSS in the making, in lines of at most 200 bytes.
private struct SPSSSyntax {
  private(set) var text = ""

  /// A text between quotes.
  static func quoted(_ text: String) -> String {
    "'\(text.replacing("'", with: "''"))'"
  }

  /// A command of words that stay together each, ended by a period.
  mutating func command(_ start: String, parts: [String] = []) {
    var line = start
    for part in parts {
      if line.utf8.count + part.utf8.count > 200 {
        text += line + "\n"
        line = " "
      }
      line += " " + part
    }
    text += line + ".\n"
  }

  /// A comment, in which no line ends it before its end.
  mutating func comment(_ words: String) {
    var line = "*"
    for word in words.printable.split(whereSeparator: \.isWhitespace) {
      if line.utf8.count + word.utf8.count > 200, line != "*" {
        // A period at the end of a line would end the comment.
        text += line + (line.hasSuffix(".") ? " -" : "") + "\n"
        line = " "
      }
      line += " " + word
    }
    while line.hasSuffix(".") { line.removeLast() }
    text += line + ".\n"
  }
}

import NumericalMethods
import SurveyModel

/// How a program writes answers: its columns, its header, and how several answers stand in it.
struct ExportStyle: CustomStringConvertible {
  enum Program: String, CaseIterable {
    case plain, kobo, odkCentral, briefcase, surveyCTO, qualtrics, limeSurvey, googleForms
    case surveyMonkey
  }

  /// What a column is called by.
  enum Naming: String { case name, label, nameAndLabel }

  /// How the answers to a question of several choices are written.
  enum Several: String {
    /// One cell, its answers divided by ``ExportStyle/mark``.
    case cell
    /// A column each: 1 and 0, words for them, SPSS's 1 and 2, or the choice's own code or label.
    case flags, yesAndNo, oneAndTwo, ownNames
    /// As `ownNames`, but with 1 or Y and blanks.
    case ones, letters
    /// A cell, and a column each with 1 and 0.
    case both
  }

  let program: Program
  let writing: AnswerWriting
  let naming: Naming
  let several: Several
  let mark: String
  /// What stands between a question's name and its choice's; a bracket closes behind the choice.
  let sign: String
  /// Whether a choice's column is called by the choice's label.
  let namesChoicesByLabel: Bool
  /// Whether a choice's label stands in the name of its column.
  var showsChoiceLabels: Bool { naming != .name }
  /// The group that stands before the names, with the sign behind it.
  let group: (name: String, sign: String)?
  /// Rows of the header.
  let headerRows: Int
  /// Whether `values` of `sources.csv` says how answers are written.
  let isDeclared: Bool

  init(random: inout RandomStream) {
    func one<Value>(_ values: [Value]) -> Value {
      values[Int.random(in: 0..<values.count, using: &random)]
    }
    program = one(Program.allCases)
    isDeclared = one([false, false, false, true])
    switch program {
    case .plain:
      writing = one([.codes, .labels])
      naming = one([.name, .name, .label])
      several = one([.cell, .flags, .yesAndNo, .oneAndTwo, .ownNames])
      // A choice with spaces is told by a slash or by brackets only.
      let signs = naming == .label ? ["/", "["] : ["/", "_", ".", "["]
      (mark, sign) = (one(["; ", ", ", " | "]), one(signs))
    case .kobo:
      writing = one([.codes, .labels])
      naming = writing == .labels && one([true, false]) ? .label : .name
      // Labels side by side in a cell have only spaces between them: where one ends cannot be told.
      several = writing == .labels ? one([.flags, .both]) : one([.cell, .flags, .both])
      (mark, sign) = (" ", naming == .label ? "/" : one(["/", "."]))
    case .odkCentral, .briefcase:
      (writing, naming, several) = (.codes, .name, one([.cell, .both]))
      (mark, sign) = (" ", "/")
    case .surveyCTO:
      (writing, naming, several) = (.codes, .name, one([.both, .cell]))
      (mark, sign) = (" ", "_")
    case .qualtrics:
      (writing, naming) = (one([.codes, .labels]), .name)
      several = one([.cell, writing == .codes ? .ones : .ownNames])
      (mark, sign) = (",", "_")
    case .limeSurvey:
      writing = one([.codes, .labels])
      naming = writing == .codes ? one([.name, .nameAndLabel]) : one([.name, .label])
      several = writing == .codes ? .letters : .yesAndNo
      (mark, sign) = (" ", "[")
    case .googleForms:
      (writing, naming, several) = (.labels, .label, .cell)
      (mark, sign) = (one([", ", ";"]), "/")
    case .surveyMonkey:
      (writing, naming, several) = (.labels, .label, .ownNames)
      (mark, sign) = (" ", "/")
    }
    namesChoicesByLabel = naming == .label
    let hasGroup = [.kobo, .odkCentral, .briefcase].contains(program) && naming == .name
    let groupSign = program == .kobo ? "/" : "-"
    group = hasGroup && one([true, false]) ? ("part_1", groupSign) : nil
    headerRows =
      switch program {
      case .qualtrics: one([2, 3, 3])
      case .surveyMonkey: 2
      default: 1
      }
  }

  var description: String {
    "\(program.rawValue) \(writing.rawValue) \(naming.rawValue) \(several.rawValue)"
      + " '\(mark)' '\(sign)'\(group == nil ? "" : " grouped") \(headerRows) rows"
      + (isDeclared ? " declared" : "")
  }

  /// What a choice is written as.
  func text(_ choice: Choice) -> String {
    writing == .codes ? choice.name : choice.label["ru"] ?? choice.name
  }

  /// What a question's own column is called.
  func name(_ question: Question) -> String {
    let label = question.label["ru"] ?? ""
    switch naming {
    case .name: return (group.map { $0.name + $0.sign } ?? "") + question.name
    case .label: return label
    case .nameAndLabel: return "\(question.name). \(label)"
    }
  }

  /// What the column of a single choice is called.
  func name(_ question: Question, _ choice: Choice) -> String {
    let end = namesChoicesByLabel ? choice.label["ru"] ?? choice.name : choice.name
    if naming == .nameAndLabel, sign == "[" {
      return "\(question.name)[\(end)]. \(question.label["ru"] ?? "") [\(choice.label["ru"] ?? "")]"
    }
    return name(question) + sign + end + (sign == "[" ? "]" : "")
  }

  func flag(_ isTaken: Bool, _ choice: Choice) -> String {
    switch several {
    case .cell, .flags, .both: isTaken ? "1" : "0"
    case .ownNames: isTaken ? text(choice) : ""
    case .oneAndTwo: isTaken ? "1" : "2"
    case .yesAndNo: isTaken ? "Да" : "Нет"
    case .ones: isTaken ? "1" : ""
    case .letters: isTaken ? "Y" : ""
    }
  }
}

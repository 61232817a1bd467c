import Foundation
import Testing

/// Regular expressions of a questionnaire, as the command judges answers by them.
struct PatternCheckTests {
  /// A study whose form has one more question, with the texts that the first interviews gave.
  private func study(_ row: String, answers: [String]) throws -> SmallStudy {
    let study = try SmallStudy()
    try study.edit("questionnaires/v1/survey.csv") { lines in
      lines[0] = "type,name,label::ru,label::en,required,constraint,measure,relevant,calculation"
      for index in lines.indices.dropFirst() where !lines[index].isEmpty { lines[index] += ",," }
      lines.insert(row, at: lines.count - 1)
    }
    for city in ["alpha", "beta"] {
      try study.edit("responses/\(city).csv") { lines in
        for row in lines.indices where !lines[row].isEmpty {
          let answer = row == 0 ? "NAME" : row <= answers.count ? answers[row - 1] : "aa"
          lines[row] += ",\(answer)"
        }
      }
    }
    return study
  }

  private static let long = String(repeating: "a", count: 40_000) + "b"

  @Test(arguments: [
    "text,NAME,Имя,Name,no,\"regex(., '^(a+)+$')\",,,",
    "text,NAME,Имя,Name,no,\"regex(., concat('^(a', '+)+$'))\",,,",
    "text,NAME,Имя,Name,no,\"not(regex(., '(a|a)*b'))\",,,",
    "text,NAME,Имя,Name,no,\"regex(., '(a|aa)+') or regex(., '(.*a){12}')\",,,",
  ])
  func `a constraint that other engines never end on is checked`(row: String) throws {
    let study = try study(row, answers: ["aaa", Self.long, "aa"])
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect(outcome.status == 65)
    let told = outcome.output.split(separator: "\n").filter {
      $0.contains("[constraint-not-met]")
    }
    #expect(told.count == 2 && told.allSatisfy { $0.contains(".csv:3:") }, "\(told)")
    #expect(told.allSatisfy { $0.contains("40001 characters") || $0.contains("40,001 characters") })
  }

  @Test(arguments: [
    "text,NAME,Имя,Name,no,,,\"regex(${SD1}, '(1+)+$')\",",
    "calculate,NAME,Имя,Name,no,,,,\"regex(${SD1}, '(a+)+$')\"",
    "text,NAME,Имя,Name,no,,,\"regex(concat('\(String(repeating: "a", count: 2000))', ${SD1}), '^(a+)+$')\",",
  ])
  func `routing and calculations with such a pattern end`(row: String) throws {
    let study = try study(row, answers: ["aaa", Self.long])
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(!outcome.output.contains("pattern"))
  }

  @Test(arguments: [
    ("\"regex(., '^(?=x)y$')\"", ",", "warning", "look-ahead"),
    ("\"regex(., '((a{1000}){1000}){1000}')\"", ",", "warning", "10000 steps"),
    ("\"regex(., '(x)\\1')\"", ",", "warning", "a back-reference"),
    ("\"regex(., 'x*+')\"", ",", "warning", "a possessive quantifier"),
    ("", "\"regex(${SD1}, '(?!1|2)')\",", "warning", "look-ahead"),
    ("", ",\"regex(${SD1}, '(?<=1)')\"", "note", "look-behind"),
    ("\"regex(., '[z-a]')\"", ",", "warning", "z-a runs backwards"),
    ("\"regex(., '(x')\"", ",", "warning", "not closed"),
  ])
  func `a pattern that is not matched is told once, and no answer is judged by it`(
    constraint: String, others: String, severity: String, says: String
  ) throws {
    let type = severity == "note" ? "calculate" : "text"
    let study = try study(
      "\(type),NAME,Имя,Name,no,\(constraint),,\(others)", answers: ["aaa", "y", "xx"])
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect(outcome.status == 0, "\(outcome.output)")
    let told = outcome.output.split(separator: "\n").filter {
      $0.contains("regex()") && !$0.contains("fix")
    }
    #expect(told.count == 1, "\(outcome.output)")
    let place = "questionnaires/v1/survey.csv:13:"
    #expect(told.first?.hasPrefix(place) == true && told.first?.contains(": \(severity): ") == true)
    #expect(told.first?.contains(says) == true, "\(told)")
    #expect(!outcome.output.contains("constraint-not-met") && !outcome.output.contains("-due]"))
    #expect(!outcome.output.contains("unsupported-function"))
  }

  @Test func `answers that match and answers that do not are told apart in Russian`() throws {
    let row = "text,NAME,Имя,Name,no,\"regex(., '^[А-ЯЁ][а-яё]+( [А-ЯЁ]\\.)?$')\",,,"
    let study = try study(row, answers: ["Ёлкин", "Анна П.", "анна", "Anna", "Пётр1"])
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    let told = outcome.output.split(separator: "\n").filter {
      $0.contains("[constraint-not-met]") && $0.hasPrefix("responses/alpha.csv")
    }
    // The two answers of four letters are one finding; «Ёлкин» and «Анна П.» are none.
    let first = told.first { $0.hasPrefix("responses/alpha.csv:4:") }
    #expect(first?.contains("; so once more, in line 5 ") == true, "\(outcome.output)")
    #expect(told.contains { $0.hasPrefix("responses/alpha.csv:6:") })
    for line in ["2", "3"] {
      #expect(!told.contains { $0.hasPrefix("responses/alpha.csv:\(line):") })
    }
  }
}

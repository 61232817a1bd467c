import FoundationEssentials
import SurveyModel

/// A path whose last part may have `*` (any characters) and `?` (one), as field files of a day have.
struct FilePattern {
  let text: String

  /// Whether there is anything to expand.
  var isPattern: Bool { text.contains("*") || text.contains("?") }

  /// No path of Linux is longer, in bytes.
  private static let longestPath = 4096

  /// Whether a path is one of those meant.
  ///
  /// - Complexity: O(*n* · *m*) for the lengths of path and pattern, of which both have a limit.
  func matches(_ path: String) -> Bool {
    guard path.utf8.count <= Self.longestPath, text.utf8.count <= Self.longestPath else {
      return path == text
    }
    return Self.matches(Array(path), Array(text))
  }

  /// The files of a folder that match, `day-9` before `day-10`.
  func files(in folder: String) -> [String] {
    let place = text.lastIndex(of: "/")
    let parent = place.map { String(text[..<$0]) } ?? ""
    let path = parent.hasPrefix("/") ? parent : parent.isEmpty ? folder : "\(folder)/\(parent)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let prefix = place == nil ? "" : parent + "/"
    return names.filter { !$0.hasPrefix(".") }.map { prefix + $0 }.filter(matches)
      .sorted(by: Self.precedes)
  }

  /// Classic matching with one place to return to: a later star never needs an earlier one.
  private static func matches(_ path: [Character], _ pattern: [Character]) -> Bool {
    var (place, wanted) = (0, 0)
    var star: (pattern: Int, path: Int)?
    while place < path.count {
      if wanted < pattern.count, pattern[wanted] == "*" {
        star = (wanted, place)
        wanted += 1
      } else if wanted < pattern.count, pattern[wanted] == path[place] || pattern[wanted] == "?" {
        (place, wanted) = (place + 1, wanted + 1)
      } else if let last = star, path[last.path] != "/" {
        star = (last.pattern, last.path + 1)
        (place, wanted) = (last.path + 1, last.pattern + 1)
      } else {
        return false
      }
    }
    return pattern[wanted...].allSatisfy { $0 == "*" }
  }

  /// Numbers in names by their size.
  private static func precedes(_ a: String, _ b: String) -> Bool {
    let (first, second) = (parts(a), parts(b))
    for (x, y) in zip(first, second) where x != y {
      if let m = Int(x), let n = Int(y), m != n { return m < n }
      return x < y
    }
    return first.count < second.count
  }

  private static func parts(_ name: String) -> [String] {
    var parts: [String] = []
    for character in name {
      let isDigit = character.isASCII && character.isNumber
      if let last = parts.last?.last, (last.isASCII && last.isNumber) == isDigit {
        parts[parts.count - 1].append(character)
      } else {
        parts.append(String(character))
      }
    }
    return parts
  }
}

extension Source {
  /// The source as it stands, or one for each file that its pattern finds.
  func expanded(in folder: String) -> (sources: [Source], diagnostics: [Diagnostic]) {
    let pattern = FilePattern(text: file)
    guard pattern.isPattern else { return ([self], []) }
    let files = pattern.files(in: folder)
    guard !files.isEmpty else {
      return (
        [],
        [
          Diagnostic(
            .error, "file-missing", "no file matches '\(file)'",
            fix: "check the pattern, or put the files there", at: location)
        ]
      )
    }
    return (
      files.map { name in
        var source = self
        source.pattern = file
        source.file = name
        return source
      }, []
    )
  }

  /// Whether another sheet's file is this one, or one that its pattern finds.
  func isNamed(_ name: String) -> Bool {
    name == file || (FilePattern(text: file).isPattern && FilePattern(text: file).matches(name))
  }
}

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
    let found = NamedFile(parent, in: folder).path ?? parent
    let path = parent.hasPrefix("/") ? found : parent.isEmpty ? folder : "\(folder)/\(found)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let (written, prefix) = place == nil ? ("", "") : (parent + "/", found + "/")
    return names.filter { !$0.hasPrefix(".") && matches(written + $0) }.map { prefix + $0 }
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
  /// The source with the file that it names, or one for each file that its pattern finds.
  func expanded(in folder: String) -> (sources: [Source], diagnostics: [Diagnostic]) {
    let pattern = FilePattern(text: file)
    let named = NamedFile(file, in: folder)
    guard pattern.isPattern, named.path == nil else { return found(named) }
    let files = FilePattern(text: file.withSlashes).files(in: folder)
    guard !files.isEmpty else {
      return ([], [missing("no file matches '\(file)'", near: nil, at: location)])
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

  private func found(_ named: NamedFile) -> (sources: [Source], diagnostics: [Diagnostic]) {
    var source = self
    source.foundPath = named.path
    switch named {
    case .exact: return ([source], [])
    case .otherwise(let path):
      let note = Diagnostic(
        .note, "file-name-in-other-case", "'\(file)' was found as '\(path)'",
        fix: "write it so in sources.csv: other systems tell capitals apart", at: location)
      return ([source], [note])
    case .missing(let near):
      let place = SourceLocation(file: file)
      return ([], [missing("there is no such file", near: near, at: place)])
    }
  }

  private func missing(
    _ message: String, near: String?, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      .error, "file-missing", message + (near.map { "; did you mean '\($0)'?" } ?? ""),
      fix: near.map { "write '\($0)' as 'file' in sources.csv" }
        ?? "check the path, or put the file there", at: place)
  }

  /// Whether another sheet's file is this one, or one that its pattern finds.
  func isNamed(_ name: String) -> Bool {
    let (own, other) = (file.withSlashes, name.withSlashes)
    return own == other
      || (FilePattern(text: own).isPattern && FilePattern(text: own).matches(other))
  }
}

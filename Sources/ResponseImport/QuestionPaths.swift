import SurveyModel

/// The names that exports may give a question's column by the groups around it: `group/name` of
/// KoboToolbox, `group-name` of ODK Central and Briefcase, `group:name` of Aggregate, `group.name`.
///
/// They are put together from the questionnaire, so that a group or a question whose own name holds
/// such a sign is no riddle. A question that is called `group/name` or `group_name` because another
/// group has one of the same name is found by its own name.
struct QuestionPaths {
  static let signs = ["/", "-", ":", "."]

  /// The name with some or all of its groups before it, the longest first.
  let names: [String]

  init(_ question: Question) {
    let groups = question.groups + (question.enclosingRepeat.map { [$0] } ?? [])
    var names: [String] = []
    for count in stride(from: groups.count, to: 0, by: -1) {
      let path = Array(groups.suffix(count))
      for sign in Self.signs {
        names.append((path + [question.name]).joined(separator: sign))
      }
      guard let former = Self.formerName(question.name, in: groups, atMost: count) else { continue }
      for sign in Self.signs { names.append((path + [former]).joined(separator: sign)) }
    }
    self.names = names
  }

  /// `age` of `home/age` or `home_age` in the group `home`; nil where the name does not begin with its groups.
  private static func formerName(
    _ name: String, in groups: [String], atMost count: Int
  ) -> String? {
    for length in stride(from: count, to: 0, by: -1) {
      for sign in ["/", "_"] {
        let prefix = groups.suffix(length).joined(separator: sign) + sign
        if name.hasPrefix(prefix), name.count > prefix.count {
          return String(name.dropFirst(prefix.count))
        }
      }
    }
    return nil
  }
}

extension QuestionPaths {
  /// What exports put behind the name of a position, one column each, by any of its names.
  private static let positionParts = [
    ["latitude"], ["longitude"], ["altitude"], ["accuracy", "precision"],
  ]

  /// The names of the columns of a position's parts in small letters, by part: `place-Latitude` of
  /// ODK, `_place_latitude` of KoboToolbox.
  static func positionNames(_ question: Question) -> [[String]] {
    let stems = [question.name] + QuestionPaths(question).names
    return positionParts.map { parts in
      stems.flatMap { stem in
        parts.flatMap { part in
          (signs + ["_"]).map { (stem + $0 + part).lowercased() }
            + ["_\(stem)_\(part)".lowercased()]
        }
      }
    }
  }
}

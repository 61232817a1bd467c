import Reporting
import SurveyAnalysis
import SurveyModel

extension CityReport {
  /// Questions that stand together: the neighbours within one group of the questionnaire.
  var batteries: [[QuestionDistribution]] {
    var batteries: [[QuestionDistribution]] = []
    var lastGroup: [String]?
    for distribution in askedDistributions {
      let group = question(distribution)?.groups ?? []
      if group == lastGroup, !batteries.isEmpty, !group.isEmpty || batteries.last?.count ?? 0 < 12 {
        batteries[batteries.count - 1].append(distribution)
      } else {
        batteries.append([distribution])
        lastGroup = group
      }
    }
    return batteries
  }

  /// The title of the questionnaire's group with its first and last question.
  func title(of battery: [QuestionDistribution]) -> String {
    let names = battery.map(\.question)
    let group = battery.first.flatMap(question)?.groups.last
    let groupTitle = group.flatMap {
      sample.sample.questionnaire.groupLabels[$0]?.text(in: language.rawValue)
    }
    let range = names.count > 1 ? "\(names[0])–\(names[names.count - 1])" : names.first ?? ""
    return groupTitle.map { "\($0) (\(range))" } ?? range
  }
}

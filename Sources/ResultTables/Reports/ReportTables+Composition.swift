import Estimation
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats
import Typology

// What differences are made up of, and residents.
extension ReportTables {
  var decomposition: DelimitedText {
    table(
      ["wave", "first", "second", "model", "part", "term"] + Self.partColumns
        + ["firstCount", "secondCount", "roundedTo", "reason"],
      findings.decompositions.flatMap { wave in
        wave.pairs.flatMap { pair -> [[DelimitedText.Field]] in
          let start: [DelimitedText.Field] = [
            .text(wave.wave), .text(pair.first), .text(pair.second),
          ]
          switch pair.result {
          case .success(let parts): return rows(of: parts).map { start + $0 }
          case .failure(let reason):
            let blanks = Array(repeating: DelimitedText.Field.missing, count: 11)
            return [start + blanks + [.text(reason.name)]]
          }
        }
      })
  }

  private static let partColumns = [
    "estimate", "standardError", "degreesOfFreedom", "lower", "upper",
  ]

  private static func partFields(_ estimate: Estimate?) -> [DelimitedText.Field] {
    let interval = estimate?.confidenceInterval()
    return [
      DelimitedText.Field(estimate?.value), DelimitedText.Field(estimate?.standardError),
      DelimitedText.Field(estimate?.degreesOfFreedom), DelimitedText.Field(interval?.lower),
      DelimitedText.Field(interval?.upper),
    ]
  }

  private func rows(of found: IndexDecomposition) -> [[DelimitedText.Field]] {
    let end =
      found.counts.map(DelimitedText.Field.integer) + [
        DelimitedText.Field(found.step), .missing,
      ]
    func rows(_ model: String, _ account: IndexDecomposition.Account) -> [[DelimitedText.Field]] {
      func row(_ part: String, _ term: String, _ estimate: Estimate) -> [DelimitedText.Field] {
        [.text(model), .text(part), .text(term)] + Self.partFields(estimate) + end
      }
      let parts = account.parts.map { part in
        switch part.source {
        case .group(let group): row("composition", group, part.estimate)
        case .score(let score): row("levels", score.name, part.estimate)
        }
      }
      return (account.composition.map { [row("composition", "total", $0)] } ?? [])
        + [row("levels", "total", account.levels)] + parts
        + [
          row("unexplained", "total", account.unexplained),
          row("interaction", "total", account.interaction),
        ]
    }
    let difference =
      [.text("whole"), .text("difference"), .text("total")] + Self.partFields(found.difference)
      + end
    return [difference] + rows("whole", found.account)
      + (found.withoutOverlaps.map { rows("without-overlaps", $0) } ?? [])
  }

  var types: DelimitedText {
    table(
      ["wave", "city", "types", "type", "statistic", "score"] + Self.partColumns
        + ["meanJaccard", "stability", "suppressed", "reason"],
      findings.types.flatMap { entry -> [[DelimitedText.Field]] in
        switch entry.finding {
        case .types(let types): return rows(of: types)
        case .none(let reason):
          let blanks = Array(repeating: DelimitedText.Field.missing, count: 13)
          return [[.text(entry.wave)] + blanks + [.text(reason.name)]]
        }
      })
  }

  private func rows(of types: ResidentTypes) -> [[DelimitedText.Field]] {
    types.portraits.enumerated().flatMap { place, portrait in
      func row(
        _ city: String?, _ statistic: String, _ score: String?, _ estimate: Estimate?
      ) -> [DelimitedText.Field] {
        let stability = types.chosen.stability
        return [
          .text(types.wave), DelimitedText.Field(city), .integer(types.portraits.count),
          .integer(place + 1), .text(statistic), DelimitedText.Field(score),
        ] + Self.partFields(estimate) + [
          .number(stability.meanJaccard[place]), .text(stability.verdicts[place].rawValue),
          Self.field(portrait.suppression), .missing,
        ]
      }
      return [row(nil, "share", nil, portrait.share)]
        + zip(types.cities, portrait.cityShares).map { row($0, "share", nil, $1) }
        + zip(types.scores, portrait.means).map { row(nil, "mean", $0.id.name, $1) }
    }
  }
}

extension NoDecomposition {
  fileprivate var name: String {
    switch self {
    case .noFactors: "no-factors"
    case .fewInterviews: "few-interviews"
    case .fewIncomplete: "few-incomplete"
    case .notFitted: "not-fitted"
    }
  }
}

extension TypesFinding.NoTypes {
  fileprivate var name: String {
    switch self {
    case .oneCloud: "one-cloud"
    case .cutAsWell: "cut-as-well"
    case .notFoundAgain: "not-found-again"
    case .tooMany: "too-many"
    case .notMade: "not-made"
    }
  }
}

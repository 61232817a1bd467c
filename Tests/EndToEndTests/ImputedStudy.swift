import Foundation

extension SmallStudy {
  /// The study of `Tests/Reference/imputation.R`: answers as observed, and completed five times.
  ///
  /// - Parameter isRaked: Whether the population's sexes are known.
  static func imputed(isRaked: Bool = false) throws -> SmallStudy {
    let study = try SmallStudy.bare(
      survey: """
        select_one sex,SEX,Sex,nominal
        integer,AGE,Age,scale
        select_one five,Y,Y,scale
        decimal,Z,Z,scale
        select_one yes,B,B,nominal
        """,
      choices: """
        sex,1,men,
        sex,2,women,
        five,1,a,
        five,2,b,
        five,3,c,
        five,4,d,
        five,5,e,
        yes,1,yes,
        yes,0,no,
        """,
      answers: [try answers(0)], surveyHeader: "type,name,label::en,measure")
    for number in 1...5 {
      try study.write(try answers(number), to: "responses/imputed-\(number).csv")
    }
    try study.writeSources(of: Array(0...5))
    try study.write(
      "group,group-label::en,category,label::en,question,choices\n"
        + "sex,Sex,1,men,SEX,1\nsex,Sex,2,women,SEX,2\n", to: "groups.csv")
    if isRaked {
      try study.write(
        "city,wave,group,category,population\nalpha,w1,sex,1,46000\nalpha,w1,sex,2,54000\n",
        to: "margins.csv")
    }
    return study
  }

  /// Names the files of some numbers in `sources.csv`, 0 being the one as observed.
  func writeSources(of numbers: [Int], identifier: String = "id") throws {
    let lines = numbers.map { number in
      let file = number == 0 ? "w1" : "imputed-\(number)"
      return "w1,alpha,responses/\(file).csv,v-w1,\(number),\(identifier),weight,district,point"
    }
    try write(
      (["wave,city,file,questionnaire,imputation,identifier,weight,stratum,cluster"] + lines + [""])
        .joined(separator: "\n"), to: "sources.csv")
  }

  private static func answers(_ number: Int) throws -> String {
    try String(
      contentsOf: Repository.folder("Tests/Reference/imputation-\(number).csv"), encoding: .utf8)
  }
}

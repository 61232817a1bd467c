import Foundation
import SurveyModel
import TabularFiles
import Testing

@testable import QuestionnaireDefinition

/// The questionnaire that its written sheets give.
private func rewritten(_ questionnaire: Questionnaire) throws -> Questionnaire {
  let files = Dictionary(
    uniqueKeysWithValues: XLSForm.sheets(of: questionnaire).map {
      ($0.name, FileContents(file: "form/\($0.name).csv", bytes: Array($0.text.utf8)))
    })
  let reading = XLSForm.reading(files: files, folder: "form", version: questionnaire.version)
  #expect(!reading.diagnostics.hasErrors, "\(reading.diagnostics)")
  return try #require(reading.questionnaire)
}

extension Questionnaire {
  /// With no places, which are other ones after writing.
  fileprivate func withoutPlaces() throws -> Questionnaire {
    let nowhere = SourceLocation(file: "")
    let questions = questions.map { question in
      var question = question
      question.location = nowhere
      func bare(_ list: ChoiceList) -> ChoiceList {
        let choices = list.choices.map {
          Choice(
            name: $0.name, label: $0.label, missing: $0.missing, isExclusive: $0.isExclusive,
            at: nowhere)
        }
        return ChoiceList(name: list.name, choices: choices, allowsOther: list.allowsOther)
      }
      switch question.kind {
      case .selectOne(let list): question.kind = .selectOne(bare(list))
      case .selectMultiple(let list): question.kind = .selectMultiple(bare(list))
      case .rank(let list): question.kind = .rank(bare(list))
      default: break
      }
      return question
    }
    return try Questionnaire(
      title: title, version: version, languages: languages, questions: questions,
      groupLabels: groupLabels)
  }
}

@Suite("Writing XLSForm")
struct WritingTests {
  @Test("what is written is read as the same questionnaire")
  func roundTrip() throws {
    let reading = MarkedForm(
      """
      type,name,label::ru,label::en,hint::ru,required,relevant,constraint,constraint_message::en,calculation,parameters,measure
      start,started,,,,,,,,,,
      begin_group,g,Группа,Group,,,${started} != '',,,,,
      select_one yn or_other,a,"А, «Б»","A ""b"" c",подсказка,yes,,,,,,
      integer,age,Возраст,Age,,yes,"selected(${a}, '1')",. > 17,Adults only,,,ordinal
      end_group,,,,,,,,,,,
      begin_repeat,r,Ребёнок,Child,,,,,,,,
      text,t,Т,T,,,,,,,,
      end_repeat,,,,,,,,,,,
      select_one yn,b,Б,B,,,,,,,,
      select_multiple yn,m,М,M,,,,not(. = '1 2'),,,,
      rank yn,k,К,K,,,,,,,,
      range,s,С,S,,,,,,,start=0 end=1 step=0.1,
      decimal,d,Д,D,,,,,,,,nominal
      calculate,c,,,,,,,,${age} * 2,,
      hidden,h,,,,,,,,,,
      note,n,"Две
      строки",N,,,,,,,,
      date,dd,Д,D,,,,,,,,
      geopoint,p,П,P,,,,,,,,
      """,
      choices:
        "list_name,name,label::ru,label::en,missing,exclusive\nyn,1,Да,Yes,,yes\nyn,2,Нет,No,refused,\n",
      settings: "form_title,form_id,default_language\nАнкета,f,ru\n"
    ).reading
    #expect(!reading.diagnostics.hasErrors, "\(reading.diagnostics)")
    let questionnaire = try #require(reading.questionnaire)
    let again = try rewritten(questionnaire)
    #expect(try again.withoutPlaces() == questionnaire.withoutPlaces())
    #expect(
      XLSForm.sheets(of: again).map(\.text) == XLSForm.sheets(of: questionnaire).map(\.text))
  }

  @Test("so are the questionnaires of the model study")
  func modelStudy() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: "surveys/innovation-potential/questionnaires").path
    let versions = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(!versions.isEmpty)
    for version in versions {
      let reading = XLSForm.reading(
        path: "\(folder)/\(version)", displayPath: version, version: version)
      #expect(!reading.diagnostics.hasErrors, "\(reading.diagnostics)")
      let questionnaire = try #require(reading.questionnaire)
      #expect(try rewritten(questionnaire).withoutPlaces() == questionnaire.withoutPlaces())
    }
  }

  @Test(
    "so are forms that other people made",
    .enabled(if: DataFolder.isPresent, "no folder of real inputs: set GENIUSLOCI_DATA"))
  func otherForms() throws {
    let folder = DataFolder.path + "/xlsforms"
    var count = 0
    for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      let reading = XLSForm.reading(path: "\(folder)/\(file)", displayPath: file, version: "1")
      guard let questionnaire = reading.questionnaire,
        !questionnaire.questions.contains(where: { $0.name.contains("/") })
      else { continue }
      count += 1
      #expect(
        try rewritten(questionnaire).questions.map(\.name) == questionnaire.questions.map(\.name),
        "\(file)")
    }
    #expect(count > 20)
  }

  @Test("lists of one name and other choices are written under two names")
  func listNames() throws {
    let place = SourceLocation(file: "")
    let lists = ["1", "2"].map {
      ChoiceList(name: "l", choices: [Choice(name: $0, label: Label($0), at: place)])
    }
    let questions = zip(["a", "b", "c"], lists + [lists[0]]).map {
      Question(name: $0, label: Label($0), kind: .selectOne($1), at: place)
    }
    let form = try Questionnaire(
      title: Label(), version: "1", languages: [], questions: questions)
    let choices = try rewritten(form).questions.map { $0.choices?.choices.map(\.name) }
    #expect(choices == [["1"], ["2"], ["1"]])
  }
}

@Suite("Drafts from a field file")
struct DraftTests {
  @Test("each column becomes a question, and can be written")
  func draft() throws {
    let form = try XLSForm.draft(
      title: Label("Draft"), version: "1", languages: ["ru"],
      columns: [
        DraftColumn(name: "SOC01", kind: .codes(["97", "1", "10", "2"])),
        DraftColumn(name: "SOC02", kind: .codes(["1", "2", "10", "97"])),
        DraftColumn(name: "Ваш возраст", kind: .integer(18...91)),
        DraftColumn(name: "Ваш возраст", kind: .decimal), DraftColumn(name: "1", kind: .text),
        DraftColumn(name: "sex", kind: .codes(["f", "m"])),
        DraftColumn(name: "uses", kind: .codeSets(["1", "2"])),
        DraftColumn(name: "day", kind: .date),
      ], header: [], file: "responses.csv")
    #expect(
      form.questions.map(\.name) == [
        "SOC01", "SOC02", "Ваш_возраст", "Ваш_возраст_2", "_1", "sex", "uses", "day",
      ])
    let list = try #require(form["SOC01"]?.choices)
    #expect(list.choices.map(\.name) == ["1", "2", "10", "97"])
    #expect(list.choices.allSatisfy { $0.missing == nil })
    #expect(form["SOC02"]?.choices?.name == "SOC02")
    #expect(form["Ваш_возраст"]?.constraint?.source == ". >= 18 and . <= 91")
    #expect(form["Ваш_возраст"]?.label["ru"] == "Ваш возраст")
    #expect(try rewritten(form).withoutPlaces().questions == form.withoutPlaces().questions)
  }

  @Test("a list is shared where its labels are the same, or a codebook names it")
  func lists() throws {
    func codes(_ labels: String...) -> DraftColumn.Kind {
      .codes(labels.enumerated().map { DraftColumn.Code("\($0 + 1)", label: Label($1)) })
    }
    let form = try XLSForm.draft(
      title: Label("Draft"), version: "1", languages: ["en"],
      columns: [
        DraftColumn(name: "a", kind: codes("Yes", "No")),
        DraftColumn(name: "b", kind: codes("Yes", "No")),
        DraftColumn(name: "c", kind: codes("No", "Yes")),
        DraftColumn(name: "d", kind: .codes(["1", "2"])),
        DraftColumn(name: "e", kind: .codes(["1", "2"])),
        DraftColumn(name: "f", kind: .codes(["1", "2"]), listName: "scale"),
        DraftColumn(name: "g", kind: .codes(["1", "2"]), listName: "scale"),
      ], header: [], file: "responses.csv")
    #expect(
      form.questions.map { $0.choices?.name } == ["a", "a", "c", "d", "e", "scale", "scale"])
  }

  @Test("no choice of several is called with a space")
  func spaces() throws {
    let form = try XLSForm.draft(
      title: Label("Draft"), version: "1", languages: ["en"],
      columns: [
        DraftColumn(name: "Own", kind: .codeSets(["Mobile phone", "TV", "Car\u{A0}or van"]))
      ],
      header: [], file: "responses.csv")
    let choices = try #require(form["Own"]?.choices?.choices)
    #expect(choices.map(\.name) == ["1", "2", "3"])
    #expect(choices.map { $0.label["en"] } == ["Mobile phone", "TV", "Car\u{A0}or van"])
  }

  @Test("a column that is called by a name is found by it")
  func names() throws {
    let header = ["a b", "a_b", "g/x", "x", "h/x", "Q 1", "Q 1"]
    let columns = header.map { column in
      DraftColumn(
        name: column.split(separator: "/").last.map(String.init) ?? column, column: column,
        kind: .text)
    }
    let form = try XLSForm.draft(
      title: Label("Draft"), version: "1", languages: ["en"], columns: columns, header: header,
      file: "responses.csv")
    #expect(
      form.questions.map(\.name) == ["a_b_2", "a_b", "g_x", "x", "h_x", "Q_1", "Q_1_2"])
  }
}

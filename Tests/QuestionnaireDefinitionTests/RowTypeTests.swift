import Testing

@testable import QuestionnaireDefinition

@Suite("Types of rows")
struct RowTypeTests {
  @Test(
    "types of the reference, and older names of them",
    arguments: [
      ("integer", .simple(.integer)), ("int", .simple(.integer)), ("decimal", .simple(.decimal)),
      ("range", .simple(.range)), ("text", .simple(.text)), ("string", .simple(.text)),
      ("phone number", .simple(.text)), ("note", .simple(.note)),
      ("add note prompt", .simple(.note)), ("geopoint", .simple(.position)),
      ("geotrace", .simple(.position)), ("geoshape", .simple(.position)),
      ("start-geopoint", .simple(.position)), ("gps", .simple(.position)),
      ("date", .simple(.date)), ("time", .simple(.time)), ("dateTime", .simple(.dateTime)),
      ("datetime", .simple(.dateTime)), ("image", .simple(.attachment)),
      ("audio", .simple(.attachment)), ("video", .simple(.attachment)),
      ("file", .simple(.attachment)), ("background-audio", .simple(.attachment)),
      ("osm tags", .simple(.attachment)), ("barcode", .simple(.barcode)),
      ("calculate", .simple(.calculation)), ("hidden", .simple(.calculation)),
      ("acknowledge", .simple(.acknowledgement)), ("trigger", .simple(.acknowledgement)),
      ("start", .metadata("start")), ("end", .metadata("end")), ("end time", .metadata("end")),
      ("today", .metadata("today")), ("get today", .metadata("today")),
      ("deviceid", .metadata("deviceid")), ("uri:deviceid", .metadata("deviceid")),
      ("subscriberid", .metadata("subscriberid")), ("simserial", .metadata("simserial")),
      ("phonenumber", .metadata("phonenumber")), ("username", .metadata("username")),
      ("email", .metadata("email")), ("audit", .metadata("audit")),
      ("xml-external", .attachedFile), ("csv-external", .attachedFile),
      ("begin group", .begin(.group, list: nil)), ("begin_group", .begin(.group, list: nil)),
      ("BEGIN GROUP", .begin(.group, list: nil)), ("end_group", .end(.group)),
      ("begin repeat", .begin(.repetition, list: nil)), ("end repeat", .end(.repetition)),
      ("begin loop over toilets", .begin(.loop, list: "toilets")), ("end loop", .end(.loop)),
      ("begin looped group over X", .begin(.loop, list: "X")),
      ("include", .inclusion),
      ("select_one sex", .select(.one, list: "sex", allowsOther: false)),
      ("Select one Sex", .select(.one, list: "Sex", allowsOther: false)),
      ("select one from sex", .select(.one, list: "sex", allowsOther: false)),
      ("select1 sex", .select(.one, list: "sex", allowsOther: false)),
      ("select_multiple uses", .select(.multiple, list: "uses", allowsOther: false)),
      ("select all that apply from uses", .select(.multiple, list: "uses", allowsOther: false)),
      ("select multiple  uses", .select(.multiple, list: "uses", allowsOther: false)),
      ("select_one sex or_other", .select(.one, list: "sex", allowsOther: true)),
      ("select one from sex or specify other", .select(.one, list: "sex", allowsOther: true)),
      ("rank uses", .select(.rank, list: "uses", allowsOther: false)),
      ("select_one_external towns", .selectExternal(list: "towns")),
      ("select_one_from_file towns.csv", .selectFromFile(.one, file: "towns.csv")),
      ("select_multiple_from_file t.xml", .selectFromFile(.multiple, file: "t.xml")),
    ] as [(String, RowType)])
  func known(text: String, type: RowType) {
    #expect(RowType(text) == type)
  }

  @Test(
    "what is no type",
    arguments: ["select_one", "select_one a b", "integr", "begin", "", "group", "rank"])
  func unknown(text: String) {
    #expect(RowType(text) == nil)
  }
}

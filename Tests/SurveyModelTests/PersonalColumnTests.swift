import Testing

@testable import SurveyModel

/// Columns that the programs add and that identify people.
struct PersonalColumnTests {
  @Test(arguments: [
    // ODK Central, Briefcase, Aggregate
    ("SubmitterName", PersonalData.interviewer), ("meta-audit", .recording),
    ("meta/audit", .recording), ("hh-place-Latitude", .position), ("hh:place:Longitude", .position),
    ("place-Altitude", .position), ("DeviceID", .device), ("username", .interviewer),
    // KoboToolbox, Ona
    ("_submitted_by", .interviewer), ("_geolocation", .position), ("_home_latitude", .position),
    ("_attachments", .recording), ("background-audio", .recording), ("phonenumber", .telephone),
    // SurveyCTO
    ("devicephonenum", .telephone), ("subscriberid", .device), ("simid", .device),
    ("audio_audit", .recording), ("text_audit", .recording), ("device_info", .device),
    ("gps-Latitude", .position),
    // Qualtrics, SurveyMonkey, LimeSurvey, 1KA
    ("IPAddress", .internetAddress), ("RecipientEmail", .email), ("RecipientLastName", .name),
    ("LocationLatitude", .position), ("IP Address", .internetAddress), ("Email Address", .email),
    ("First Name", .name), ("ipaddr", .internetAddress), ("email", .email),
    // Google and Yandex Forms
    ("Адрес электронной почты", .email), ("Имя пользователя", .interviewer),
    ("Логин", .interviewer),
  ])
  func `a program's column that identifies people is known`(name: String, what: PersonalData) {
    #expect(PersonalData(column: name) == what)
  }

  @Test(arguments: [
    "SubmissionDate", "KEY", "ReviewState", "_uuid", "meta-instanceID", "Status", "Finished",
    "duration", "RespondentID", "latitude-of-mind-1", "hh-sex", "submitdate", "name-brand",
  ])
  func `other columns are not`(name: String) { #expect(PersonalData(column: name) == nil) }

  private static func question(_ kind: Question.Kind, _ label: String) -> Question {
    Question(
      name: "q7", label: Label(label), kind: kind, at: SourceLocation(file: "survey.csv"))
  }

  private static let list = ChoiceList(
    name: "L",
    choices: [
      Choice(name: "1", label: Label("Ivan Petrov"), at: SourceLocation(file: "choices.csv"))
    ])

  @Test(arguments: [
    (Question.Kind.date, "When were you born?", PersonalData.birthday),
    (.date, "Когда Вы родились?", .birthday), (.date, "Дата рождения", .birthday),
    (.date, "Birth date of the respondent", .birthday), (.date, "Рождён", .birthday),
    (.dateTime, "Your date of birth", .birthday), (.text, "Когда Вы родились?", .birthday),
    (.text, "When were you born?", .birthday), (.integer, "Дата рождения", .birthday),
    (.selectOne(list), "Interviewer name", .interviewer),
    (.selectOne(list), "Name of the interviewer", .interviewer),
    (.selectOne(list), "Интервьюер", .interviewer),
    (.selectOne(list), "ФИО интервьюера", .interviewer),
    (.text, "Device IMEI", .device), (.text, "Идентификатор устройства", .device),
    (.text, "Имя файла аудиозаписи", .recording), (.text, "Audio file", .recording),
    (.text, "Контакты для связи", .contact), (.text, "Your contact details", .contact),
    (.integer, "Phone number", .telephone), (.text, "Ваш телефон", .telephone),
  ])
  func `a question that asks for a person is known`(
    _ kind: Question.Kind, label: String, what: PersonalData
  ) {
    #expect(Self.question(kind, label).personalData == what)
  }

  @Test(arguments: [
    (Question.Kind.integer, "How many telephones are in your home?"),
    (.integer, "Сколько телефонов в Вашем доме?"), (.integer, "Количество мобильных телефонов"),
    (.integer, "In which year were you born?"), (.integer, "Year of birth"),
    (.selectOne(list), "Do you use e-mail?"), (.selectOne(list), "Was the interviewer polite?"),
    (.selectOne(list), "Есть ли у Вас телефон?"), (.selectOne(list), "Where were you born?"),
    (.date, "When did you move here?"), (.text, "Где Вы родились?"),
    (.text, "What brand of car comes to your mind first?"),
    (.text, "С кем Вы чаще всего общаетесь?"),
  ])
  func `a question that does not is none`(_ kind: Question.Kind, label: String) {
    #expect(Self.question(kind, label).personalData == nil)
  }

  @Test("All that speaks of interviewers has one of their stems, in small letters and in capitals")
  func stems() {
    let texts = [
      "username", "User name", "submitted_by", "SubmitterName", "Имя пользователя", "ЛОГИН",
      "login",
      "Enumerator", "enum name", "interviewer", "Interviewer's name", "NAME OF INTERVIEWER",
      "Интервьюер", "ФИО ИНТЕРВЬЮЕРА", "Name of the enumerator",
    ]
    for text in texts {
      #expect(PersonalData.maySpeakOfInterviewers(text), "\(text)")
      #expect(PersonalData(asking: [text], for: .choice) == .interviewer, "\(text)")
    }
    for text in ["Доверяете ли Вы соседям?", "How many neighbours do you trust?", ""] {
      #expect(!PersonalData.maySpeakOfInterviewers(text))
    }
  }
}

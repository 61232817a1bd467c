import SurveyModel
import Testing

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
}

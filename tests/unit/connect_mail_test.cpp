// Mails as they are written, and programs as they are run.
#include <catch2/catch.hpp>
#include <chrono>
#include <string>

#include "connect/program.h"
#include "connect/smtp_client.h"

using namespace procos;
using connect::encode_mail;
using connect::is_mail_address;
using connect::Mail;
using connect::Program;
using connect::run_program;

namespace {

Mail to_ann() {
  Mail mail;
  mail.from = "engine@example.org";
  mail.to = {"Ann <ann@example.org>"};
  mail.subject = "Hello";
  return mail;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Program program(std::vector<std::string> arguments) {
  Program made;
  made.arguments = std::move(arguments);
  return made;
}

}  // namespace

TEST_CASE("mail addresses may have a name, and nothing that breaks a header", "[connect]") {
  for (const char* good : {"a@b.c", "Ann Lee <a@b.c>", "<a@b>"}) CHECK(is_mail_address(good));
  for (const char* bad : {"", "Hello Kermit!", "a@", "@b", "a@b\r\nBcc: c@d", "a@b,c@d", "a b@c",
                          "Ann <a@b.c> x", "Ann <a@b c>"})
    CHECK_FALSE(is_mail_address(bad));
}

TEST_CASE("a mail of text and html lets the reader choose; Bcc stays unseen", "[connect]") {
  Mail mail = to_ann();
  mail.cc = {"bob@example.org", "cid@example.org"};
  mail.bcc = {"spy@example.org"};
  mail.text = "plain";
  const std::string plain = *encode_mail(mail);
  CHECK(contains(plain, "\r\nTo: Ann <ann@example.org>\r\n"));
  CHECK(contains(plain, "\r\nCc: bob@example.org,\r\n cid@example.org\r\n"));
  CHECK(contains(plain, "Content-Type: text/plain; charset=utf-8\r\n"));
  CHECK(contains(plain, "\r\n\r\ncGxhaW4=\r\n"));
  CHECK_FALSE(contains(plain, "spy"));
  mail.html = "<b>rich</b>";
  const std::string both = *encode_mail(mail);
  CHECK(contains(both, "Content-Type: multipart/alternative; boundary="));
  CHECK(both.find("text/plain") < both.find("text/html"));
}

TEST_CASE("a long subject is folded between whole characters", "[connect]") {
  Mail mail = to_ann();
  mail.text = "x";
  for (int i = 0; i < 60; ++i) mail.subject += "ä";
  const std::string message = *encode_mail(mail);
  const std::size_t begin = message.find("Subject: ");
  const std::string header = message.substr(begin, message.find("\r\nMIME") - begin);
  std::size_t words = 0;
  for (std::size_t at = 0; (at = header.find("=?UTF-8?B?", at)) != std::string::npos; ++at) ++words;
  CHECK(words == 3);  // 120 bytes, at most 42 a word
  CHECK(contains(header, "?=\r\n =?UTF-8?B?"));
  CHECK(contains(header, "w6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOk?="));
}

TEST_CASE("a mail is written in the charset it names, or not at all", "[connect]") {
  Mail mail = to_ann();
  mail.text = "ä";
  mail.charset = "iso-8859-1";
  CHECK(contains(*encode_mail(mail), "charset=iso-8859-1\r\nContent-Transfer-Encoding: base64"
                                     "\r\n\r\n5A==\r\n"));
  mail.text = "\xE2\x82\xAC";  // the euro sign, which it does not have
  CHECK_FALSE(encode_mail(mail));
  mail.charset = "no-such";
  CHECK(encode_mail(mail).error().kind == ErrorKind::kNotValid);
}

TEST_CASE("a program's output and exit code come back", "[connect]") {
  const auto ran = run_program(program({"sh", "-c", "echo out; echo err >&2; exit 3"}), {});
  REQUIRE(ran);
  CHECK(ran->output == "out\n");
  CHECK(ran->exit_code == 3);
  Program joined = program({"sh", "-c", "echo out; echo err >&2; pwd; echo \"[$HOME]\""});
  joined.errors_to_output = joined.clean_environment = true;
  joined.directory = "/";
  CHECK(run_program(joined, {})->output == "out\nerr\n/\n[]\n");
  CHECK(run_program(program({"sh", "-c", "kill -9 $$"}), {})->exit_code == 128 + 9);
}

TEST_CASE("a program that cannot be started, takes or writes too much fails", "[connect]") {
  CHECK_FALSE(run_program(program({"no-such-program-anywhere"}), {}));
  Program slow = program({"sleep", "30"});
  slow.timeout_ms = 50;
  const auto begin = std::chrono::steady_clock::now();
  CHECK(contains(run_program(slow, {}).error().message, "did not end within 50 ms"));
  Program silent = program({"sh", "-c", "exec >&-; sleep 30"});
  silent.timeout_ms = 50;
  CHECK_FALSE(run_program(silent, {}));
  Program wordy = program({"yes"});
  wordy.max_output_bytes = 100'000;
  CHECK(contains(run_program(wordy, {}).error().message, "wrote more than 100000 bytes"));
  std::stop_source stop;
  stop.request_stop();
  CHECK(contains(run_program(program({"sleep", "30"}), stop.get_token()).error().message,
                 "was stopped"));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
}

TEST_CASE("a program that is not awaited is left alone", "[connect]") {
  Program background = program({"sleep", "30"});
  background.wait = false;
  const auto begin = std::chrono::steady_clock::now();
  CHECK(run_program(background, {})->exit_code == 0);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
}

// Messages as they travel: headers in encoded words, bodies in base64, so that neither can hold
// anything but text (RFC 2045, RFC 2047).
#include <iconv.h>

#include <algorithm>
#include <ctime>

#include "base/ids.h"
#include "connect/smtp_client.h"

namespace procos::connect {
namespace {

std::string base64(std::string_view in, std::size_t line_length) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < in.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (i + k < in.size() ? static_cast<unsigned char>(in[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= in.size() - i ? kDigits[bits >> (18 - 6 * k) & 63] : '=';
    }
    column += 4;
    if (line_length > 0 && column >= line_length) {
      out += "\r\n";
      column = 0;
    }
  }
  return out;
}

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// Encoded words of at most 75 columns, each of whole characters.
std::string header_text(std::string_view text) {
  constexpr std::size_t kBytesAWord = 42;
  std::string out;
  while (!text.empty()) {
    std::size_t length = std::min(text.size(), kBytesAWord);
    while (length < text.size() && length > 1 && !starts_character(text[length])) --length;
    out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(text.substr(0, length), 0);
    out += "?=";
    text.remove_prefix(length);
  }
  return out;
}

/// An address whose name is not plain ASCII has it in encoded words.
std::string header_address(const std::string& address) {
  const std::size_t open = address.find('<');
  const bool plain = std::ranges::all_of(address, [](unsigned char c) { return c < 0x80U; });
  if (plain || open == 0 || open == std::string::npos) return address;
  const std::size_t end = address.find_last_not_of(' ', open - 1);
  return header_text(std::string_view(address).substr(0, end + 1)) + " " + address.substr(open);
}

std::string list_header(const char* name, const std::vector<std::string>& addresses) {
  std::string out;
  for (const std::string& address : addresses) {
    out += (out.empty() ? std::string(name) + ": " : ",\r\n ") + header_address(address);
  }
  return out.empty() ? out : out + "\r\n";
}

std::string date_header() {
  char date[64];
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::strftime(date, sizeof date, "Date: %a, %d %b %Y %H:%M:%S +0000\r\n", &utc);
  return date;
}

Result<std::string> in_charset(const std::string& utf8, const std::string& charset) {
  const iconv_t converter = iconv_open(charset.c_str(), "UTF-8");
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    return fail(ErrorKind::kNotValid, "The charset '" + charset + "' of the mail is unknown.");
  }
  std::string in = utf8;
  std::string out(4 * in.size() + 16, '\0');
  char* from = in.data();
  char* to = out.data();
  std::size_t left = in.size();
  std::size_t room = out.size();
  const bool converted = iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (!converted) {
    return fail(ErrorKind::kNotValid,
                "The mail has characters that the charset '" + charset + "' does not have.");
  }
  out.resize(out.size() - room);
  return out;
}

Result<std::string> body_part(const std::string& text, const char* type,
                              const std::string& charset) {
  const std::string name = charset.empty() ? "utf-8" : charset;
  PROCOS_ASSIGN(const std::string bytes,
                charset.empty() ? Result<std::string>(text) : in_charset(text, charset));
  return std::string("Content-Type: ") + type + "; charset=" + name +
         "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64(bytes, 76) + "\r\n";
}

}  // namespace

bool is_mail_address(const std::string& text) {
  if (text.find_first_of("\r\n,;\"") != std::string::npos) return false;
  const std::size_t open = text.find('<');
  const std::string bare = open == std::string::npos
                               ? text
                               : text.substr(open + 1, text.find('>') - open - 1);
  if (open != std::string::npos && !text.ends_with('>')) return false;
  const std::size_t at = bare.find('@');
  return at != std::string::npos && at > 0 && at + 1 < bare.size() &&
         bare.find_first_of(" <>") == std::string::npos;
}

Result<std::string> encode_mail(const Mail& mail) {
  std::string message = date_header() + list_header("To", mail.to) + list_header("Cc", mail.cc) +
                        "From: " + header_address(mail.from) + "\r\nMessage-ID: <" + new_id() +
                        "@procos>\r\nSubject: " + header_text(mail.subject) +
                        "\r\nMIME-Version: 1.0\r\n";
  if (mail.text.empty() || mail.html.empty()) {
    const bool html = mail.text.empty() && !mail.html.empty();
    PROCOS_ASSIGN(const std::string body,
                  body_part(html ? mail.html : mail.text, html ? "text/html" : "text/plain",
                            mail.charset));
    return message + body;
  }
  const std::string boundary = "=_" + new_id();
  PROCOS_ASSIGN(const std::string text, body_part(mail.text, "text/plain", mail.charset));
  PROCOS_ASSIGN(const std::string html, body_part(mail.html, "text/html", mail.charset));
  return message + "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n--" +
         boundary + "\r\n" + text + "--" + boundary + "\r\n" + html + "--" + boundary + "--\r\n";
}

}  // namespace procos::connect

// Recursive descent over JUEL's grammar, emitting instructions; precedence from low to high:
// ?: || && == < + * unary value.
#include <algorithm>
#include <array>
#include <deque>
#include <optional>

#include "expr/coerce.h"
#include "expr/lexer.h"
#include "expr/program.h"

namespace procos::expr {
namespace {

constexpr int kMaxDepth = 200;  // levels of nesting; each takes about ten calls here

struct BinaryRow {
  Symbol symbol;
  Operator op;
  int level;
};

// Levels 0 to 3 of the left-associative operators.
constexpr std::array kBinaryRows{
    BinaryRow{Symbol::kEqual, Operator::kEqual, 0},
    BinaryRow{Symbol::kNotEqual, Operator::kNotEqual, 0},
    BinaryRow{Symbol::kLess, Operator::kLess, 1},
    BinaryRow{Symbol::kLessEqual, Operator::kLessEqual, 1},
    BinaryRow{Symbol::kGreater, Operator::kGreater, 1},
    BinaryRow{Symbol::kGreaterEqual, Operator::kGreaterEqual, 1},
    BinaryRow{Symbol::kPlus, Operator::kAdd, 2},
    BinaryRow{Symbol::kMinus, Operator::kSubtract, 2},
    BinaryRow{Symbol::kMultiply, Operator::kMultiply, 3},
    BinaryRow{Symbol::kDivide, Operator::kDivide, 3},
    BinaryRow{Symbol::kModulo, Operator::kModulo, 3},
};
constexpr int kUnaryLevel = 4;

class Parser {
 public:
  explicit Parser(std::string_view input) : input_(input), lexer_(input) {}

  Result<ParsedText> tree() {
    PROCOS_TRY(advance());
    std::uint32_t parts = 0;
    PROCOS_TRY(text(parts));
    if (token_.symbol == Symbol::kEnd) {
      if (parts == 0) push_constant(Datum::string(""));
      return ParsedText{finished(), true};
    }
    // Parts of one expression are all ${...} or all #{...}.
    const Symbol start = token_.symbol;
    while (token_.symbol != Symbol::kEnd) {
      if (token_.symbol != start) return bad("${ and #{ are mixed");
      PROCOS_TRY(eval());
      if (parts == 0 && token_.symbol == Symbol::kEnd) return ParsedText{finished(), false};
      emit(Op::kToText, 0);
      ++parts;
      PROCOS_TRY(text(parts));
    }
    emit(Op::kJoin, 1 - static_cast<int>(parts), parts);
    return ParsedText{finished(), false};
  }

 private:
  // ---- tokens

  Status advance() {
    if (lookahead_.empty()) {
      PROCOS_ASSIGN(token_, lexer_.next());
    } else {
      token_ = std::move(lookahead_.front());
      lookahead_.pop_front();
    }
    return {};
  }

  Result<Symbol> peek(std::size_t index) {
    while (index >= lookahead_.size()) {
      PROCOS_ASSIGN(Token token, lexer_.next());
      lookahead_.push_back(std::move(token));
    }
    return lookahead_[index].symbol;
  }

  Status expect(Symbol symbol, const char* what) {
    if (token_.symbol != symbol)
      return bad(std::string("encountered '") + token_.image + "', expected " + what);
    return advance();
  }

  std::unexpected<Error> bad(const std::string& reason) const {
    return syntax_error(input_, token_.position, reason);
  }

  // ---- instructions

  std::uint32_t emit(Op op, int effect, std::uint32_t a = 0, std::uint32_t b = 0) {
    depth_ += effect;
    program_.max_depth = std::max(program_.max_depth, static_cast<std::size_t>(depth_ + 1));
    program_.code.push_back({op, a, b});
    return here() - 1;
  }

  std::uint32_t here() const { return static_cast<std::uint32_t>(program_.code.size()); }
  void land(std::uint32_t jump) { program_.code[jump].a = here(); }

  void push_constant(Datum value) {
    program_.constants.push_back(std::move(value));
    emit(Op::kConstant, 1, static_cast<std::uint32_t>(program_.constants.size() - 1));
  }

  std::uint32_t name_index(std::string name) {
    const auto it = std::ranges::find(program_.names, name);
    if (it != program_.names.end()) return static_cast<std::uint32_t>(it - program_.names.begin());
    program_.names.push_back(std::move(name));
    return static_cast<std::uint32_t>(program_.names.size() - 1);
  }

  Program finished() { return std::move(program_); }

  // ---- grammar

  Status text(std::uint32_t& parts) {
    if (token_.symbol != Symbol::kText) return {};
    push_constant(Datum::string(token_.image));
    ++parts;
    return advance();
  }

  Status eval() {
    if (token_.symbol != Symbol::kStartDynamic && token_.symbol != Symbol::kStartDeferred)
      return bad("expected '${' or '#{'");
    PROCOS_TRY(advance());
    PROCOS_TRY(expression());
    return expect(Symbol::kEndEval, "'}'");
  }

  // A conditional's last branch is followed in a loop, so that long chains of them do not nest.
  Status expression() {
    if (++nesting_ > kMaxDepth) return bad("nested deeper than 200 levels");
    std::vector<std::uint32_t> ends;
    while (true) {
      PROCOS_TRY(logical(Symbol::kOr));
      if (token_.symbol != Symbol::kQuestion) break;
      PROCOS_TRY(advance());
      emit(Op::kToBoolean, 0);
      const std::uint32_t otherwise = emit(Op::kJumpIfFalse, -1);
      PROCOS_TRY(expression());
      ends.push_back(emit(Op::kJump, -1));
      PROCOS_TRY(expect(Symbol::kColon, "':'"));
      land(otherwise);
    }
    for (std::uint32_t jump : ends) land(jump);
    --nesting_;
    return {};
  }

  // All of a chain `a && b && c` jump to its end, each with its Boolean on the stack.
  Status logical(Symbol symbol) {
    const bool is_or = symbol == Symbol::kOr;
    std::vector<std::uint32_t> jumps;
    while (true) {
      if (is_or) {
        PROCOS_TRY(logical(Symbol::kAnd));
      } else {
        PROCOS_TRY(binary(0));
      }
      if (token_.symbol != symbol) break;
      PROCOS_TRY(advance());
      jumps.push_back(emit(is_or ? Op::kOr : Op::kAnd, -1));
    }
    if (jumps.empty()) return {};
    emit(Op::kToBoolean, 0);
    for (std::uint32_t jump : jumps) land(jump);
    return {};
  }

  Status binary(int level) {
    if (level == kUnaryLevel) return unary();
    PROCOS_TRY(binary(level + 1));
    while (true) {
      const auto row = std::ranges::find_if(kBinaryRows, [&](const BinaryRow& r) {
        return r.symbol == token_.symbol && r.level == level;
      });
      if (row == kBinaryRows.end()) return {};
      PROCOS_TRY(advance());
      PROCOS_TRY(binary(level + 1));
      emit(Op::kBinary, -1, static_cast<std::uint32_t>(row->op));
    }
  }

  Status unary() {
    std::vector<Op> operators;
    while (true) {
      if (token_.symbol == Symbol::kNot) operators.push_back(Op::kNot);
      else if (token_.symbol == Symbol::kMinus) operators.push_back(Op::kNegate);
      else if (token_.symbol == Symbol::kEmpty) operators.push_back(Op::kEmpty);
      else break;
      PROCOS_TRY(advance());
    }
    PROCOS_TRY(value());
    for (auto it = operators.rbegin(); it != operators.rend(); ++it) emit(*it, 0);
    return {};
  }

  Status value() {
    PROCOS_TRY(primary());
    while (true) {
      if (token_.symbol == Symbol::kDot) {
        PROCOS_TRY(advance());
        const std::string name = token_.image;
        PROCOS_TRY(expect(Symbol::kIdentifier, "<IDENTIFIER>"));
        PROCOS_TRY(member(name_index(name)));
      } else if (token_.symbol == Symbol::kOpenBracket) {
        PROCOS_TRY(advance());
        PROCOS_TRY(bracket());
      } else {
        return {};
      }
    }
  }

  Status member(std::uint32_t name) {
    if (token_.symbol != Symbol::kOpenParen) {
      emit(Op::kProperty, 0, name);
      return {};
    }
    PROCOS_ASSIGN(const std::uint32_t count, arguments());
    emit(Op::kCall, -static_cast<int>(count), name, count);
    return {};
  }

  // base[x] of null is null and x is not evaluated; base[x](...) of null is an error.
  Status bracket() {
    const std::uint32_t guard = emit(Op::kSkipIfNull, 0);
    PROCOS_TRY(expression());
    PROCOS_TRY(expect(Symbol::kCloseBracket, "']'"));
    if (token_.symbol != Symbol::kOpenParen) {
      emit(Op::kIndex, -1);
      land(guard);
      return {};
    }
    PROCOS_ASSIGN(const std::uint32_t count, arguments());
    emit(Op::kCallIndexed, -static_cast<int>(count) - 1, 0, count);
    program_.code[guard].a = guard + 1;
    return {};
  }

  Result<std::uint32_t> arguments() {
    PROCOS_TRY(expect(Symbol::kOpenParen, "'('"));
    std::uint32_t count = 0;
    if (token_.symbol != Symbol::kCloseParen) {
      while (true) {
        PROCOS_TRY(expression());
        ++count;
        if (token_.symbol != Symbol::kComma) break;
        PROCOS_TRY(advance());
      }
    }
    PROCOS_TRY(expect(Symbol::kCloseParen, "')'"));
    return count;
  }

  Status primary() {
    switch (token_.symbol) {
      case Symbol::kIdentifier: return identifier();
      case Symbol::kOpenParen: {
        PROCOS_TRY(advance());
        PROCOS_TRY(expression());
        return expect(Symbol::kCloseParen, "')'");
      }
      case Symbol::kTrue:
      case Symbol::kFalse: push_constant(Datum::boolean(token_.symbol == Symbol::kTrue)); break;
      case Symbol::kNull: push_constant(Datum()); break;
      case Symbol::kString: push_constant(Datum::string(token_.image)); break;
      case Symbol::kInteger: {
        const auto number = parse_java_long(token_.image);
        if (!number) return bad("the integer is out of range");
        push_constant(Datum::long_integer(*number));
        break;
      }
      case Symbol::kFloat: {
        const auto number = parse_java_double(token_.image);
        if (!number) return bad("the number is malformed");
        push_constant(Datum::real(*number));
        break;
      }
      default: return bad("encountered '" + token_.image + "', expected a value");
    }
    return advance();
  }

  // name, f(...) or prefix:f(...); the latter also where a conditional was meant, as in JUEL.
  Status identifier() {
    std::string name = token_.image;
    const std::size_t position = token_.position;
    PROCOS_TRY(advance());
    if (token_.symbol == Symbol::kColon) {
      PROCOS_ASSIGN(const Symbol first, peek(0));
      if (first == Symbol::kIdentifier) {
        PROCOS_ASSIGN(const Symbol second, peek(1));
        if (second == Symbol::kOpenParen) {
          PROCOS_TRY(advance());
          name += ":" + token_.image;
          PROCOS_TRY(advance());
        }
      }
    }
    if (token_.symbol != Symbol::kOpenParen) {
      emit(Op::kVariable, 1, name_index(std::move(name)));
      return {};
    }
    PROCOS_ASSIGN(const std::uint32_t count, arguments());
    const int index = find_function(name);
    if (index < 0)
      return syntax_error(input_, position, "Could not resolve function '" + name + "'");
    const auto number = static_cast<std::uint32_t>(index);
    if (function_at(number).arity != count)
      return syntax_error(input_, position,
                          "wrong number of parameters for function '" + name + "'");
    emit(Op::kFunction, 1 - static_cast<int>(count), number, count);
    return {};
  }

  std::string_view input_;
  Lexer lexer_;
  Token token_;
  std::deque<Token> lookahead_;
  Program program_;
  int depth_ = 0;
  int nesting_ = 0;
};

}  // namespace

Result<ParsedText> parse_program(std::string_view text) { return Parser(text).tree(); }

}  // namespace procos::expr

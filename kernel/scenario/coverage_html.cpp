// The coverage report: BPMN DI drawn as inline SVG, reached elements green, others red.
#include <algorithm>
#include <charconv>
#include <map>
#include <pugixml.hpp>

#include "kernel/scenario/coverage.h"
#include "kernel/scenario/xml_names.h"

namespace procos::kernel::scenario {
namespace {

constexpr const char* kStyle = R"(
body { font: 15px system-ui, sans-serif; margin: 2rem; color: #222; background: #fff }
h2 { font-size: 1rem; margin: 2rem 0 .5rem } td, th { padding: .15rem 1rem .15rem 0; text-align: left }
svg { max-width: 100%; height: auto } svg text { font: 11px system-ui, sans-serif; fill: #222 }
.yes { fill: #dff3e0; stroke: #2e7d32 } .no { fill: #fde3e1; stroke: #c62828 }
.other { fill: #f4f4f4; stroke: #999 } path { fill: none !important; stroke-width: 1.6 }
.sub { fill-opacity: .25 }
)";

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string number(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 1);
  return {text, end.ptr};
}

struct Box {
  double x = 0, y = 0, width = 0, height = 0;
  static Box of(const pugi::xml_node& bounds) {
    return {bounds.attribute("x").as_double(), bounds.attribute("y").as_double(),
            bounds.attribute("width").as_double(), bounds.attribute("height").as_double()};
  }
  double right() const { return x + width; }
  double bottom() const { return y + height; }
};

void find_names(const pugi::xml_node& node, std::map<std::string, pugi::xml_node>& by_id) {
  for (const pugi::xml_node& each : node.children()) {
    if (const auto id = each.attribute("id")) by_id[id.value()] = each;
    find_names(each, by_id);
  }
}

class Drawing {
 public:
  explicit Drawing(const CoveredModel& model) {
    document_.load_string(model.xml.c_str());
    find_names(document_, by_id_);
    for (const CoveredElement& element : model.elements) {
      class_of_[element.id] = element.reached ? "yes" : "no";
    }
  }

  /// Empty when the file has no diagram.
  std::string svg() {
    std::string edges;
    std::string shapes;
    for (const pugi::xml_node& diagram : document_.document_element().children()) {
      if (local_name(diagram) != "BPMNDiagram") continue;
      for (const pugi::xml_node& figure : child(diagram, "BPMNPlane").children()) {
        if (local_name(figure) == "BPMNShape") shapes += shape(figure);
        if (local_name(figure) == "BPMNEdge") edges += edge(figure);
      }
    }
    if (shapes.empty()) return {};
    const double left = area_.x - 20;
    const double top = area_.y - 20;
    const double width = area_.width - left + 20;
    const double height = area_.height - top + 40;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(width) + "\" height=\"" +
           number(height) + "\" viewBox=\"" + number(left) + " " + number(top) + " " +
           number(width) + " " + number(height) + "\">\n" + shapes + edges + "</svg>\n";
  }

 private:
  std::string css(const std::string& id) const {
    const auto found = class_of_.find(id);
    return found == class_of_.end() ? "other" : found->second;
  }

  /// Widens the drawn area, whose width and height hold its right and lower end.
  void cover(double x, double y) {
    const bool first = area_.width == 0;
    area_.x = first ? x : std::min(area_.x, x);
    area_.y = first ? y : std::min(area_.y, y);
    area_.width = std::max(area_.width, x);
    area_.height = std::max(area_.height, y);
  }

  std::string shape(const pugi::xml_node& figure) {
    const std::string id = figure.attribute("bpmnElement").value();
    const Box box = Box::of(child(figure, "Bounds"));
    cover(box.x, box.y);
    cover(box.right(), box.bottom());
    const pugi::xml_node element = by_id_[id];
    const std::string tag(local_name(element));
    const std::string style =
        " class=\"" + css(id) + (child(element, "startEvent") ? " sub\"" : "\"");
    const double middle = box.x + box.width / 2;
    const double centre = box.y + box.height / 2;
    std::string out = "<g><title>" + html_escaped(tag + " " + id) + "</title>";
    if (tag.ends_with("Event")) {
      out += "<circle cx=\"" + number(middle) + "\" cy=\"" + number(centre) + "\" r=\"" +
             number(box.width / 2) + "\" stroke-width=\"" + (tag == "endEvent" ? "3" : "1.5") +
             "\"" + style + "/>";
    } else if (tag.ends_with("Gateway")) {
      out += "<polygon points=\"" + number(middle) + "," + number(box.y) + " " +
             number(box.right()) + "," + number(centre) + " " + number(middle) + "," +
             number(box.bottom()) + " " + number(box.x) + "," + number(centre) + "\"" + style +
             "/>";
    } else {
      out += "<rect x=\"" + number(box.x) + "\" y=\"" + number(box.y) + "\" width=\"" +
             number(box.width) + "\" height=\"" + number(box.height) + "\" rx=\"8\"" + style + "/>";
    }
    const bool task = tag.ends_with("ask") || tag == "callActivity";
    return out + label(element, middle, task ? centre + 4 : box.bottom() + 14) + "</g>\n";
  }

  std::string edge(const pugi::xml_node& figure) {
    const std::string id = figure.attribute("bpmnElement").value();
    std::string points;
    for (const pugi::xml_node& point : figure.children()) {
      if (local_name(point) != "waypoint") continue;
      const double x = point.attribute("x").as_double();
      const double y = point.attribute("y").as_double();
      cover(x, y);
      points += (points.empty() ? "M" : " L") + number(x) + " " + number(y);
    }
    return "<path class=\"" + css(id) + "\" d=\"" + points + "\"><title>" +
           html_escaped(std::string(local_name(by_id_[id])) + " " + id) + "</title></path>\n";
  }

  static std::string label(const pugi::xml_node& element, double x, double y) {
    const std::string name = element.attribute("name").value();
    if (name.empty()) return {};
    return "<text text-anchor=\"middle\" x=\"" + number(x) + "\" y=\"" + number(y) + "\">" +
           html_escaped(name) + "</text>";
  }

  pugi::xml_document document_;
  std::map<std::string, pugi::xml_node> by_id_;
  std::map<std::string, std::string> class_of_;
  Box area_;
};

std::string table_of_missing(const CoveredModel& model) {
  std::string rows;
  for (const CoveredElement& element : model.elements) {
    if (element.reached) continue;
    rows += "<tr><td>" + html_escaped(element.tag) + "</td><td>" + html_escaped(element.id) +
            "</td></tr>\n";
  }
  return rows.empty() ? rows : "<table><tr><th>Not reached</th></tr>\n" + rows + "</table>\n";
}

}  // namespace

std::string coverage_html(const std::vector<CoveredModel>& models) {
  std::string out = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                    "<title>Coverage</title><style>";
  out += kStyle;
  out += "</style></head><body>\n<h1>What the scenarios reached</h1>\n";
  for (const CoveredModel& model : models) {
    const auto reached = std::ranges::count_if(model.elements, &CoveredElement::reached);
    out += "<h2>" + html_escaped(model.path) + ": " + std::to_string(reached) + " of " +
           std::to_string(model.elements.size()) + "</h2>\n";
    out += Drawing(model).svg() + table_of_missing(model);
  }
  return out + "</body></html>\n";
}

}  // namespace procos::kernel::scenario

// Two texts beside each other in a terminal, wrapped at words. Widths count code points: the demo's texts
// have no wide ones.
#ifndef SCHOOLGATE_GATEWAY_DEMO_SIDE_BY_SIDE_H_
#define SCHOOLGATE_GATEWAY_DEMO_SIDE_BY_SIDE_H_

#include <string>
#include <string_view>
#include <vector>

namespace schoolgate::gateway {

// `text` in lines of at most `width` code points; line breaks in it are kept, and a word longer than a line
// is cut.
std::vector<std::string> WrapText(std::string_view text, size_t width);

// Both texts under their headings, each column `width` wide.
std::string SideBySide(std::string_view left_heading, std::string_view left, std::string_view right_heading,
                       std::string_view right, size_t width);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_DEMO_SIDE_BY_SIDE_H_

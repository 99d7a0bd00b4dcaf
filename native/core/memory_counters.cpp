// Reads /sys/bus/event_source/devices as perf does: type, cpumask, format/… and events/… of each controller.
#include "core/memory_counters.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>

namespace ioproof {
namespace {

namespace fs = std::filesystem;

struct Family {
    std::string_view devices;
    std::string_view reads;
    std::string_view writes;
    const char* method;
};

/// In the order of preference: server controllers of Intel have the free-running counters of `data_…` as well.
constexpr Family families[] = {
    {"uncore_imc", "cas_count_read", "cas_count_write", "perf uncore_imc cas_count"},
    {"uncore_imc", "data_read", "data_write", "perf uncore_imc data"},
    {"amd_umc_", "umc_cas_cmd.rd", "umc_cas_cmd.wr", "perf amd_umc umc_cas_cmd"},
};

std::string firstLine(const fs::path& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

/// Decimal, or hexadecimal after 0x.
std::optional<uint64_t> number(std::string_view text) {
    const bool isHex = text.starts_with("0x");
    if (isHex) text.remove_prefix(2);
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, isHex ? 16 : 10);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

struct Bits {
    uint64_t first;
    uint64_t last;
};

/// `3` or `0-7`.
std::optional<Bits> bitsOf(const std::string& range) {
    const size_t dash = range.find('-');
    const auto first = number(std::string_view(range).substr(0, dash));
    const auto last = dash == std::string::npos ? first : number(std::string_view(range).substr(dash + 1));
    return first && last && *first <= *last ? std::optional(Bits{*first, *last}) : std::nullopt;
}

/// Puts a value where a format such as `config:0-7,32-35` says; false for a format that is not understood.
bool place(const std::string& format, uint64_t value, std::array<uint64_t, 3>& config) {
    const size_t colon = format.find(':');
    const std::string name = format.substr(0, colon);
    const size_t index = name == "config" ? 0 : name == "config1" ? 1 : name == "config2" ? 2 : 3;
    if (colon == std::string::npos || index == 3) return false;
    for (const std::string& range : split(format.substr(colon + 1), ',')) {
        const auto bits = bitsOf(range);
        if (!bits || bits->last > 63) return false;
        for (uint64_t bit = bits->first; bit <= bits->last; ++bit, value >>= 1) config[index] |= (value & 1) << bit;
    }
    return value == 0;
}

/// An event such as `event=0x04,umask=0x03`; nothing where the device does not know a term.
std::optional<std::array<uint64_t, 3>> configOf(const fs::path& device, const std::string& terms) {
    std::array<uint64_t, 3> config{};
    for (const std::string& term : split(terms, ',')) {
        const size_t equals = term.find('=');
        const auto value = equals == std::string::npos ? std::optional<uint64_t>(1) : number(term.substr(equals + 1));
        if (!value || !place(firstLine(device / "format" / term.substr(0, equals)), *value, config)) return {};
    }
    return config;
}

/// Bytes of one count; 0 where sysfs names no unit of bytes.
double bytesOf(const fs::path& event) {
    const std::string unit = firstLine(event.string() + ".unit");
    const double scale = std::strtod(firstLine(event.string() + ".scale").c_str(), nullptr);
    if (unit == "Bytes" || unit == "B") return scale;
    if (unit == "KiB") return scale * 1024;
    return unit == "MiB" ? scale * 1048576 : 0;
}

/// One CPU for each package; 0 where the device does not tell.
std::vector<int> cpusOf(const fs::path& device) {
    std::vector<int> cpus;
    for (const std::string& range : split(firstLine(device / "cpumask"), ',')) {
        const auto bits = bitsOf(range);
        for (uint64_t cpu = bits ? bits->first : 1; cpu <= (bits ? bits->last : 0); ++cpu) {
            cpus.push_back(static_cast<int>(cpu));
        }
    }
    return cpus.empty() ? std::vector<int>{0} : cpus;
}

struct Event {
    std::string terms;
    double bytes;
};

/// What the kernel does not list: perf has it in a table of its own. One command moves 64 bytes.
Event amdEvent(bool isWrite) { return {isWrite ? "event=0x0a,rdwrmask=0x2" : "event=0x0a,rdwrmask=0x1", 64}; }

/// All whose names begin so: newer controllers have one for each of their channels.
std::vector<Event> eventsOf(const fs::path& device, std::string_view prefix) {
    std::vector<Event> events;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(device / "events", ignored)) {
        const std::string name = entry.path().filename();
        if (!name.starts_with(prefix) || name.ends_with(".scale") || name.ends_with(".unit")) continue;
        events.push_back({firstLine(entry.path()), bytesOf(entry.path())});
    }
    return events;
}

void addCounters(const fs::path& device, const Family& family, bool isWrite, std::vector<MemoryCounter>& counters) {
    const auto type = number(firstLine(device / "type"));
    if (!type) return;
    const bool isAmd = family.devices.starts_with("amd");
    const auto events =
        isAmd ? std::vector{amdEvent(isWrite)} : eventsOf(device, isWrite ? family.writes : family.reads);
    for (const auto& [terms, bytes] : events) {
        const auto config = configOf(device, terms);
        if (!config || bytes <= 0) continue;
        for (const int cpu : cpusOf(device)) {
            counters.push_back({device.filename(), static_cast<uint32_t>(*type), *config, cpu, bytes, isWrite});
        }
    }
}

/// In the order of their names.
std::vector<fs::path> devicesOf(const std::string& root, std::string_view prefix) {
    std::vector<fs::path> devices;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(root, ignored)) {
        if (entry.path().filename().string().starts_with(prefix)) devices.push_back(entry.path());
    }
    std::ranges::sort(devices);
    return devices;
}

}  // namespace

MemoryCounters findMemoryCounters(const std::string& devices) {
    bool hasController = false;
    for (const Family& family : families) {
        MemoryCounters found{.counters = {}, .method = family.method, .reason = ""};
        for (const fs::path& device : devicesOf(devices, family.devices)) {
            hasController = true;
            addCounters(device, family, false, found.counters);
            addCounters(device, family, true, found.counters);
        }
        const auto writes = std::ranges::count_if(found.counters, &MemoryCounter::isWrite);
        if (writes > 0 && static_cast<size_t>(writes) < found.counters.size()) return found;
    }
    const std::string reason = hasController ? "the memory controllers below '" + devices + "' count no bytes"
                                             : "the kernel offers no counters of memory controllers (uncore_imc, "
                                               "amd_umc), as in most virtual machines";
    return {.counters = {}, .method = "", .reason = reason};
}

}  // namespace ioproof

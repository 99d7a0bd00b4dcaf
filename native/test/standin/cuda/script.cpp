// Reads STANDIN_… and the variables of cuFile.
#include "test/standin/script.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <sstream>

namespace ioproof::standin {
namespace {

std::string text(const char* name, const char* otherwise = "") {
    const char* value = std::getenv(name);
    return value == nullptr || *value == '\0' ? otherwise : value;
}

uint64_t number(const char* name, uint64_t otherwise) {
    const std::string value = text(name);
    return value.empty() ? otherwise : std::stoull(value, nullptr, 0);
}

bool flag(const char* name, bool otherwise) {
    const std::string value = text(name);
    return value.empty() ? otherwise : value == "true" || value == "1";
}

std::vector<std::string> split(const std::string& list, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(list);
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

[[noreturn]] void refuse(const char* name, const std::string& value) {
    abortOver(std::string(name) + "=" + value + " says nothing that is known");
}

void readDirect(Script& script) {
    const std::string value = text("STANDIN_DIRECT", "all");
    if (value == "all") script.direct = Direct::All;
    else if (value == "none") script.direct = Direct::None;
    else if (value == "no-driver") script.direct = Direct::NoDriver;
    else refuse("STANDIN_DIRECT", value);
}

void readPath(Script& script) {
    const std::string value = text("STANDIN_PATH", "nvfs");
    if (value == "nvfs") {
        script.path = Path::Nvfs;
    } else if (value == "p2pdma") {
        script.path = Path::P2pdma;
    } else if (value == "rdma") {
        script.path = Path::Rdma;
    } else if (value == "posix") {
        script.path = Path::Posix;
    } else if (value.starts_with("mixed:")) {
        script.path = Path::Mixed;
        script.posixPercent = static_cast<uint32_t>(std::stoul(value.substr(6)));
    } else {
        refuse("STANDIN_PATH", value);
    }
}

void readBatchCounted(Script& script) {
    const std::string value = text("STANDIN_BATCH_COUNTED", "both");
    if (value != "both" && value != "level1" && value != "level3") refuse("STANDIN_BATCH_COUNTED", value);
    script.countsBatchesInLevel1 = value != "level3";
    script.countsBatchesInLevel3 = value != "level1";
}

void readFailure(Script& script, const std::string& entry) {
    const size_t colon = entry.find(':');
    if (colon == std::string::npos) refuse("STANDIN_FAIL", entry);
    std::string rest = entry.substr(colon + 1);
    FailureRule& rule = script.failures.emplace_back();
    rule.function = entry.substr(0, colon);
    rule.onwards = rest.ends_with('+');
    if (const size_t at = rest.find('@'); at != std::string::npos) {
        rule.call = std::stoull(rest.substr(at + 1));
        rest.resize(at);
    }
    rule.failure.byErrno = rest.starts_with('e');
    const std::vector<std::string> codes = split(rest.substr(rule.failure.byErrno ? 1 : 0), '/');
    rule.failure.code = std::stoi(codes.at(0));
    rule.failure.cuda = codes.size() > 1 ? std::stoi(codes[1]) : 0;
}

void readFaults(Script& script) {
    for (const std::string& entry : split(text("STANDIN_FAIL"), ',')) readFailure(script, entry);
    script.shortEvery = number("STANDIN_SHORT", 0);
    script.corruptReads = number("STANDIN_CORRUPT", 0);
    script.corruptWrites = number("STANDIN_CORRUPT_WRITES", 0);
    script.corruptCopies = number("STANDIN_CORRUPT_COPIES", 0);
    script.hangsAt = number("STANDIN_HANG", 0);
    script.transferUs = number("STANDIN_IO_US", 0);
    script.copyUs = number("STANDIN_COPY_US", 0);
    script.exitCrash = flag("STANDIN_EXIT_CRASH", false);
}

std::unique_ptr<Script> fromEnvironment() {
    auto script = std::make_unique<Script>();
    script->gpus = static_cast<uint32_t>(number("STANDIN_GPUS", 1));
    if (script->gpus > uint32_t{mostGpus}) refuse("STANDIN_GPUS", text("STANDIN_GPUS"));
    if (const auto names = split(text("STANDIN_GPU_NAMES"), ';'); !names.empty()) script->gpuNames = names;
    script->gpuMemory = number("STANDIN_GPU_MEMORY_MIB", 80 * 1024) << 20;
    script->cudaVersion = static_cast<int>(number("STANDIN_CUDA_VERSION", 13000));
    script->version = static_cast<int>(number("STANDIN_VERSION", 1150));
    readDirect(*script);
    script->compatPaths = split(text("STANDIN_COMPAT_PATHS"), ':');
    readPath(*script);
    readBatchCounted(*script);
    script->features = static_cast<uint32_t>(number("STANDIN_FEATURES", 0xF));
    script->maxBatch = static_cast<uint32_t>(number("STANDIN_MAX_BATCH", 128));
    script->barKib = number("STANDIN_BAR_KIB", 0);
    script->allowCompat = flag("CUFILE_ALLOW_COMPAT_MODE", true);
    script->forceCompat = flag("CUFILE_FORCE_COMPAT_MODE", false);
    script->log = text("CUFILE_LOGFILE_PATH");
    readFaults(*script);
    return script;
}

/// Never taken down: calls may come until the process has ended.
struct Scripts {
    std::mutex mutex;
    std::deque<std::unique_ptr<Script>> all;
    std::atomic<const Script*> current{nullptr};
};

Scripts& scripts() {
    static Scripts& scripts = *new Scripts;
    return scripts;
}

}  // namespace

std::optional<Failure> Script::failureOf(const char* function) const {
    std::optional<Failure> failure;
    for (FailureRule& rule : failures) {
        if (rule.function != function) continue;
        const uint64_t call = ++rule.calls;
        const bool hit = rule.call == 0 || call == rule.call || (rule.onwards && call > rule.call);
        if (hit && !failure) failure = rule.failure;
    }
    return failure;
}

void readScript() {
    const std::lock_guard lock(scripts().mutex);
    scripts().current = scripts().all.emplace_back(fromEnvironment()).get();
}

const Script& script() {
    if (const Script* current = scripts().current; current != nullptr) return *current;
    readScript();
    return *scripts().current;
}

void abortOver(const std::string& sentence) {
    std::fprintf(stderr, "stand-in of CUDA and cuFile: %s.\n", sentence.c_str());
    std::abort();
}

}  // namespace ioproof::standin

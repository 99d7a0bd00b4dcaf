// Parameters where the version has them, else the environment that the process was started with.
#include "gpu/cufile_driver.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>

#include "core/io_error.h"
#include "gpu/cufile_stats.h"

namespace ioproof {
namespace {

/// As documented, whatever the driver says.
constexpr uint32_t largestBatch = 128;
constexpr uint32_t allowsCompatBit = 1u << 1;

constexpr const char* statusNames[] = {"lustre",      "wekafs",   "nfs",       "gpfs",    "nvme",
                                       "nvmeof",      "scsi",     "scaleflux", "nvmesh",  "beegfs",
                                       "yrcloudfile", "nvme_p2p", "scatefs",   "virtiofs"};
constexpr const char* controlNames[] = {"use_poll_mode", "allow_compat_mode", "posix_io_mode", "bit3",
                                        "fallback_io_mode"};
constexpr const char* featureNames[] = {"dynamic_routing", "batch_io", "streams", "parallel_io", "p2p"};

std::vector<std::string> namesOf(uint32_t bits, std::span<const char* const> names) {
    std::vector<std::string> set;
    for (size_t bit = 0; bit < 32; ++bit)
        if ((bits & (1u << bit)) != 0) set.push_back(bit < names.size() ? names[bit] : "bit" + std::to_string(bit));
    return set;
}

/// Whether the variable says true or false; nothing without one of these words.
std::optional<bool> environmentSays(const char* variable) {
    const char* value = std::getenv(variable);
    if (value == nullptr) return std::nullopt;
    std::string word = value;
    for (char& letter : word) letter = static_cast<char>(letter | 0x20);
    if (word == "true") return true;
    if (word == "false") return false;
    return std::nullopt;
}

struct Wish {
    cufile::BoolParameter parameter;
    const char* name;
    const char* variable;
    bool value;
    /// Where nothing says otherwise.
    bool usual;
};

std::array<Wish, 2> wishesOf(CufileCompat compat) {
    const bool allow = compat != CufileCompat::Refuse;
    const bool force = compat == CufileCompat::Force;
    return {{{cufile::allowCompatMode, "allow_compat_mode", "CUFILE_ALLOW_COMPAT_MODE", allow, true},
             {cufile::forceCompatMode, "force_compat_mode", "CUFILE_FORCE_COMPAT_MODE", force, false}}};
}

/// True when it has taken the value; false where this version has no such parameter.
bool takes(const CufileLibrary& library, const Wish& wish) {
    constexpr int invalidValue = 5022;
    if (!library.hasParameters()) return false;
    const cufile::Error error = library->cuFileSetParameterBool(wish.parameter, wish.value);
    if (error.code == invalidValue) return false;
    CufileLibrary::require(
        error, std::string("cuFileSetParameterBool of ") + wish.name + " to " + (wish.value ? "true" : "false"));
    return true;
}

void setOrRequire(const CufileLibrary& library, const Wish& wish) {
    if (takes(library, wish) || environmentSays(wish.variable).value_or(wish.usual) == wish.value) return;
    const std::string version = library.version();
    throw JobError("CUFILE_TOO_OLD", "cuFile " + (version.empty() ? "before 1.8" : version) + " takes " + wish.name +
                                         " from the environment only; start with " + wish.variable + "=" +
                                         (wish.value ? "true" : "false"));
}

bool tell(const CufileLibrary& library, CufileCompat compat) {
    for (const auto& wish : wishesOf(compat)) setOrRequire(library, wish);
    return compat == CufileCompat::Refuse;
}

/// What it says of itself once open; nothing where it cannot say.
std::optional<bool> allowsCompat(const CufileLibrary& library) {
    bool value = false;
    if (!library.hasParameters() || library->cuFileGetParameterBool(cufile::allowCompatMode, &value).code != 0)
        return std::nullopt;
    return value;
}

cufile::DriverProperties propertiesOf(const CufileLibrary& library) {
    // A later version may have more to tell.
    struct {
        cufile::DriverProperties known;
        std::array<std::byte, 1024> room;
    } told{};
    CufileLibrary::require(library->cuFileDriverGetProperties(&told.known), "cuFileDriverGetProperties");
    return told.known;
}

}  // namespace

CufileDriver::Open::Open(const CufileLibrary& library) : library_(library) {
    CufileLibrary::require(library->cuFileDriverOpen(), "cuFileDriverOpen");
}

CufileDriver::Open::~Open() { library_->cuFileDriverClose(); }

CufileDriver::CufileDriver(const CufileLibrary& library, CufileCompat compat)
    : library_(library), asked_(tell(library, compat)), open_(library), properties_(propertiesOf(library)) {
    const bool flagged = (properties_.controlFlags & allowsCompatBit) != 0;
    strict_ = asked_ && !flagged && !allowsCompat(library).value_or(false);
    counts_ = library.hasStats() && library->cuFileSetStatsLevel(3).code == 0 && library->cuFileStatsStart().code == 0;
}

bool CufileDriver::hasBatch() const { return library_.hasBatch() && has(cufile::batchIo); }
bool CufileDriver::hasStream() const { return library_.hasStream() && has(cufile::streams); }

uint32_t CufileDriver::maxBatch() const { return hasBatch() ? std::min(properties_.maxBatch, largestBatch) : 0; }

std::optional<CufileStats> CufileDriver::stats() const {
    if (!counts_) return std::nullopt;
    alignas(64) std::array<std::byte, cufileStatsRoom> buffer{};
    if (library_->cuFileGetStatsL3(buffer.data()).code != 0) return std::nullopt;
    return parseCufileStats(buffer);
}

CufileFacts CufileDriver::facts() const {
    CufileFacts facts;
    facts.library = library_.path();
    facts.version = library_.version();
    facts.strict = strict_;
    for (const auto& capability : library_.capabilities()) {
        const bool missing = (capability == "batch" && !hasBatch()) || (capability == "stream" && !hasStream()) ||
                             (capability == "stats" && !counts_) ||
                             (capability == "parameters" && !allowsCompat(library_));
        if (!missing) facts.capabilities.push_back(capability);
    }
    facts.nvfsVersion = std::to_string(properties_.majorVersion) + "." + std::to_string(properties_.minorVersion);
    facts.statusFlags = namesOf(properties_.statusFlags, statusNames);
    facts.controlFlags = namesOf(properties_.controlFlags, controlNames);
    facts.featureFlags = namesOf(properties_.featureFlags, featureNames);
    facts.maxDirectIoBytes = properties_.maxDirectIoKb * 1024;
    facts.maxBatch = maxBatch();
    return facts;
}

}  // namespace ioproof

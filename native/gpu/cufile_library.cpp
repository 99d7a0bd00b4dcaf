// Loads the functions of cuFile and puts its failures into words.
#include "gpu/cufile_library.h"

#include <cerrno>
#include <cstdlib>

#include "core/io_error.h"
#include "gpu/cufile_places.h"

namespace ioproof {
namespace {

std::vector<std::string> candidatesOf(const std::string& path) {
    // A package of cuFile 1.15 for arm64 uses librt without being linked to it.
    SharedLibrary::provide("librt.so.1");
    return path.empty() ? cufileCandidates() : std::vector<std::string>{path};
}

void loadNewer(const SharedLibrary& library, cufile::Functions& functions) {
#define IOPROOF_LOAD(name) library.load(functions.name, #name)
    IOPROOF_LOAD(cuFileBatchIOSetUp);
    IOPROOF_LOAD(cuFileBatchIOSubmit);
    IOPROOF_LOAD(cuFileBatchIOGetStatus);
    IOPROOF_LOAD(cuFileBatchIOCancel);
    IOPROOF_LOAD(cuFileBatchIODestroy);
    IOPROOF_LOAD(cuFileReadAsync);
    IOPROOF_LOAD(cuFileWriteAsync);
    IOPROOF_LOAD(cuFileStreamRegister);
    IOPROOF_LOAD(cuFileStreamDeregister);
    IOPROOF_LOAD(cuFileGetVersion);
    IOPROOF_LOAD(cuFileSetParameterBool);
    IOPROOF_LOAD(cuFileGetParameterBool);
    IOPROOF_LOAD(cuFileSetStatsLevel);
    IOPROOF_LOAD(cuFileStatsStart);
    IOPROOF_LOAD(cuFileStatsStop);
    IOPROOF_LOAD(cuFileGetStatsL3);
    IOPROOF_LOAD(cuFileGetBARSizeInKB);
    IOPROOF_LOAD(cuFileGetParameterPosixPoolSlabArray);
#undef IOPROOF_LOAD
}

}  // namespace

int32_t cufileOutcome(ssize_t returned, int error) {
    if (returned >= 0) return static_cast<int32_t>(returned);
    if (returned < -1) return static_cast<int32_t>(returned);
    return error > 0 ? -error : -EIO;
}

CufileLibrary::CufileLibrary(const std::string& path)
    : library_(candidatesOf(path), "CUFILE_LIBRARY_MISSING",
               "it comes with CUDA (apt install libcufile-13-0); --cufile-lib names another place") {
    const auto need = [this](auto& function, const char* name) {
        library_.load(function, name);
        if (function == nullptr)
            throw JobError("CUFILE_TOO_OLD",
                           library_.path() + " has no " + name + ", which every version of cuFile has");
    };
#define IOPROOF_NEED(name) need(functions_.name, #name)
    IOPROOF_NEED(cuFileDriverOpen);
    IOPROOF_NEED(cuFileDriverGetProperties);
    IOPROOF_NEED(cuFileHandleRegister);
    IOPROOF_NEED(cuFileHandleDeregister);
    IOPROOF_NEED(cuFileBufRegister);
    IOPROOF_NEED(cuFileBufDeregister);
    IOPROOF_NEED(cuFileRead);
    IOPROOF_NEED(cuFileWrite);
    library_.load(functions_.cuFileDriverClose, "cuFileDriverClose_v2");
    if (functions_.cuFileDriverClose == nullptr) IOPROOF_NEED(cuFileDriverClose);
#undef IOPROOF_NEED
    loadNewer(library_, functions_);
}

std::string CufileLibrary::version() const {
    int version = 0;
    if (functions_.cuFileGetVersion == nullptr || functions_.cuFileGetVersion(&version).code != 0 || version <= 0)
        return {};
    return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

bool CufileLibrary::hasBatch() const {
    return functions_.cuFileBatchIOSetUp != nullptr && functions_.cuFileBatchIOSubmit != nullptr &&
           functions_.cuFileBatchIOGetStatus != nullptr && functions_.cuFileBatchIOCancel != nullptr &&
           functions_.cuFileBatchIODestroy != nullptr;
}

bool CufileLibrary::hasStream() const {
    return functions_.cuFileReadAsync != nullptr && functions_.cuFileWriteAsync != nullptr &&
           functions_.cuFileStreamRegister != nullptr && functions_.cuFileStreamDeregister != nullptr;
}

bool CufileLibrary::hasStats() const {
    return functions_.cuFileSetStatsLevel != nullptr && functions_.cuFileStatsStart != nullptr &&
           functions_.cuFileGetStatsL3 != nullptr;
}

bool CufileLibrary::hasParameters() const {
    return functions_.cuFileSetParameterBool != nullptr && functions_.cuFileGetParameterBool != nullptr;
}

std::vector<std::string> CufileLibrary::capabilities() const {
    std::vector<std::string> has;
    if (hasBatch()) has.emplace_back("batch");
    if (hasStream()) has.emplace_back("stream");
    if (hasStats()) has.emplace_back("stats");
    if (hasParameters()) has.emplace_back("parameters");
    return has;
}

void CufileLibrary::require(cufile::Error error, const std::string& what) {
    if (error.code == 0) return;
    const int code = std::abs(error.code);
    const CufileErrorWords words = wordsOfCufileError(code);
    std::string message = what + ": " + std::string(words.name) + " (" + std::to_string(code) + ")";
    if (code < cufileErrorBase) message += ", " + errnoName(code);
    if (error.cuda != cuda::success) message += ", error " + std::to_string(error.cuda) + " of CUDA";
    throw JobError("CUFILE_" + std::string(words.name), message + ": " + std::string(words.hint));
}

}  // namespace ioproof

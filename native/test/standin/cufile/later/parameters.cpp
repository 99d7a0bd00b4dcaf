// Version and parameters of the stand-in of cuFile (1.8, 1.14).
#include <algorithm>
#include <iterator>

#include "test/standin/cufile/driver.h"

using namespace ioproof;
using namespace ioproof::standin;

namespace {

constexpr struct {
    size_t sizeKb;
    size_t count;
} slabs[] = {{4, 128}, {1024, 64}, {16384, 64}};

cufile::Error refusalOfParameter(const char* function) {
    if (const auto failure = script().failureOf(function)) return failed(failure->code, failure->cuda);
    return script().version < 1140 ? failed(5022) : fine;
}

}  // namespace

STANDIN_API cufile::Error cuFileGetVersion(int* version) {
    if (const auto failure = script().failureOf("cuFileGetVersion")) return failed(failure->code, failure->cuda);
    *version = script().version;
    return fine;
}

STANDIN_API cufile::Error cuFileSetParameterBool(int parameter, bool value) {
    if (const cufile::Error error = refusalOfParameter("cuFileSetParameterBool"); error.code != 0) return error;
    CufileState& state = cufileState();
    const std::lock_guard lock(state.mutex);
    if (state.opened > 0) return failed(5026);
    if (parameter < 0 || parameter > 11) return failed(5022);
    refresh(state);
    state.parameters[parameter] = value;
    return fine;
}

STANDIN_API cufile::Error cuFileGetParameterBool(int parameter, bool* value) {
    if (const cufile::Error error = refusalOfParameter("cuFileGetParameterBool"); error.code != 0) return error;
    CufileState& state = cufileState();
    const std::lock_guard lock(state.mutex);
    if (parameter < 0 || parameter > 11) return failed(5022);
    refresh(state);
    const auto set = state.parameters.find(parameter);
    if (set != state.parameters.end()) *value = set->second;
    else
        *value = parameter == cufile::allowCompatMode ? script().allowCompat
                                                      : parameter == cufile::forceCompatMode && script().forceCompat;
    return fine;
}

STANDIN_API cufile::Error cuFileGetBARSizeInKB(int gpu, size_t* kilobytes) {
    if (const cufile::Error error = refusalOf("cuFileGetBARSizeInKB"); error.code != 0) return error;
    if (gpu < 0 || gpu >= static_cast<int>(script().gpus)) return failed(5022);
    *kilobytes = script().direct == Direct::All ? std::max<uint64_t>(script().barKib, 128 << 20) : 0;
    return fine;
}

STANDIN_API cufile::Error cuFileGetParameterPosixPoolSlabArray(size_t* sizesKb, size_t* counts, int entries) {
    const cufile::Error error = refusalOfParameter("cuFileGetParameterPosixPoolSlabArray");
    if (error.code != 0) return error;
    if (entries < static_cast<int>(std::size(slabs))) return failed(5022);
    for (const auto& slab : slabs) {
        *sizesKb++ = slab.sizeKb;
        *counts++ = slab.count;
    }
    return fine;
}

# SPDX-License-Identifier: GPL-3.0-or-later
"""The C library: where it is, its structs, and one prototype for every function it exports."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import pathlib
import sysconfig
from ctypes import POINTER, c_char_p, c_double, c_int16, c_int32, c_int64, c_size_t, c_uint64, c_void_p
from typing import Any

from .errors import BY_STATUS, CultureError

VERSION = "0.1.0"
#: Where meson-python puts the libraries of a wheel, beside its packages.
WHEEL_LIBRARIES = ".libculture.mesonpy.libs"


class Struct(ctypes.Structure):
    """A struct that begins with its own size."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(struct_size=ctypes.sizeof(type(self)), **fields)


class Error(ctypes.Structure):
    _fields_ = [
        ("status", c_int32),
        ("reserved", c_int32),
        ("line", c_int64),
        ("column", c_int64),
        ("path", ctypes.c_char * 512),
        ("where", ctypes.c_char * 128),
        ("message", ctypes.c_char * 384),
    ]


ReadFunction = ctypes.CFUNCTYPE(c_int64, c_void_p, c_void_p, c_size_t)
WriteFunction = ctypes.CFUNCTYPE(c_int32, c_void_p, c_void_p, c_size_t)
ProblemFunction = ctypes.CFUNCTYPE(None, c_void_p, POINTER(Error))


class Source(ctypes.Structure):
    _fields_ = [
        ("path", c_char_p),
        ("bytes", c_void_p),
        ("length", c_size_t),
        ("read", ReadFunction),
        ("context", c_void_p),
    ]


class Sink(ctypes.Structure):
    _fields_ = [("path", c_char_p), ("write", WriteFunction), ("context", c_void_p)]


class Matrix(ctypes.Structure):
    _fields_ = [("data", POINTER(c_double)), ("rows", c_int64), ("columns", c_int64)]


class ProblemOptions(Struct):
    """culture_questionnaire_options and culture_reference_options."""

    _fields_ = [("struct_size", c_size_t), ("on_problem", ProblemFunction), ("context", c_void_p)]


class Item(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("id", c_char_p),
        ("low", c_int32),
        ("high", c_int32),
        ("reverse", c_int32),
        ("dimension", c_int32),
    ]


class Dimension(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("id", c_char_p),
        ("kind", c_int32),
        ("base", c_int32),
        ("low", c_int32),
        ("high", c_int32),
        ("needed", c_int32),
        ("item_count", c_int32),
        ("items", POINTER(c_int32)),
    ]


class Axis(Struct):
    _fields_ = [("struct_size", c_size_t), ("id", c_char_p), ("now", c_int32), ("wanted", c_int32)]


class Criterion(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("score", c_double),
        ("floor", c_double),
        ("factors", c_int32),
        ("given", c_int32),
    ]


class Block(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("rows", c_int64),
        ("values", POINTER(c_int16)),
        ("organisations", POINTER(c_char_p)),
        ("organisation_count", c_int64),
        ("organisation", POINTER(c_int32)),
        ("unit_columns", POINTER(c_char_p)),
        ("unit_column_count", c_int64),
        ("units", POINTER(c_char_p)),
        ("unit_count", c_int64),
        ("unit", POINTER(c_int32)),
        ("seconds", POINTER(c_double)),
        ("asked", POINTER(c_int32)),
        ("asked_count", c_int64),
    ]


ReadDataFunction = ctypes.CFUNCTYPE(c_int32, c_void_p, c_char_p, POINTER(Sink), POINTER(Error))


class AnswersOptions(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("organisation_column", c_char_p),
        ("organisation", c_char_p),
        ("unit_columns", POINTER(c_char_p)),
        ("unit_column_count", c_size_t),
        ("invalid", c_int32),
        ("read_data", ReadDataFunction),
        ("read_data_context", c_void_p),
        ("key_column", c_char_p),
        ("duration_column", c_char_p),
        ("finished_column", c_char_p),
        ("unfinished", c_int32),
        ("duplicates", c_int32),
        ("mapping", c_void_p),
    ]


class Layout(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("encoding", c_char_p),
        ("line_end", c_char_p),
        ("delimiter", c_int32),
        ("header_rows", c_int32),
        ("column_count", c_int32),
        ("item_columns", c_int32),
        ("rows", c_int64),
        ("kept", c_int64),
        ("empty", c_int64),
        ("rejected", c_int64),
        ("unfinished", c_int64),
        ("unfinished_empty", c_int64),
        ("timed", c_int64),
        ("profile", c_int32),
        ("title_rows", c_int32),
        ("previews", c_int64),
        ("left_out", c_int64),
        ("repeated", c_int64),
        ("format", c_char_p),
        ("compression", c_char_p),
    ]


class Column(Struct):
    _fields_ = [("struct_size", c_size_t), ("header", c_char_p), ("role", c_int32), ("item", c_int32)]


class AnswerLabel(Struct):
    _fields_ = [("struct_size", c_size_t), ("text", c_char_p), ("scale", c_char_p), ("value", c_int32)]


class Problem(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("kind", c_char_p),
        ("message", c_char_p),
        ("line", c_int64),
        ("column", c_int64),
        ("count", c_int64),
    ]


class RegisterUnit(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("organisation", c_char_p),
        ("column", c_char_p),
        ("unit", c_char_p),
        ("headcount", c_int64),
        ("line", c_int64),
    ]


class RegisterEntry(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("organisation", c_char_p),
        ("sector", c_char_p),
        ("size", c_char_p),
        ("headcount", c_int64),
        ("line", c_int64),
        ("column", c_int64),
        ("training_budget", c_double),
        ("training_spent", c_double),
        ("formal_share", c_double),
        ("time_to_solution", c_double),
    ]


class Nonresponse(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("absent", c_int64),
        ("up", c_double),
        ("down", c_double),
        ("up_becomes", c_int32),
        ("down_becomes", c_int32),
        ("reason", c_int32),
        ("absent_most", c_int64),
    ]


class Universe(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("missing_rule", c_char_p),
        ("score", c_double),
        ("floor", c_double),
        ("factors", c_int32),
        ("verdict", c_int32),
        ("given", c_int32),
    ]


class Figure(Struct):
    _fields_ = [("struct_size", c_size_t), ("id", c_char_p), ("low", c_double), ("high", c_double), ("source", c_char_p)]


class Simulation(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("seed", c_uint64),
        ("organisations", c_int64),
        ("respondents_minimum", c_int64),
        ("respondents_maximum", c_int64),
        ("prefix", c_char_p),
        ("single_file", c_int32),
    ]


class Progress(Struct):
    _fields_ = [("struct_size", c_size_t), ("files_done", c_int64), ("files_total", c_int64), ("rows", c_int64)]


ProgressFunction = ctypes.CFUNCTYPE(c_int32, c_void_p, POINTER(Progress))


class AddOptions(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("answers", POINTER(AnswersOptions)),
        ("threads", c_int32),
        ("on_progress", ProgressFunction),
        ("context", c_void_p),
        ("screen", c_void_p),
        ("journal", c_char_p),
    ]


class File(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("path", c_char_p),
        ("status", c_int32),
        ("problem_count", c_int32),
        ("rows", c_int64),
        ("scored", c_int64),
        ("message", c_char_p),
        ("problem_kinds", c_int32),
        ("skipped", c_int32),
        ("resumed", c_int32),
        ("format", c_char_p),
        ("encoding", c_char_p),
        ("compression", c_char_p),
        ("delimiter", c_int32),
        ("profile", c_int32),
    ]


class ScoresOptions(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("reg", c_void_p),
        ("minimum", c_int64),
        ("precision", c_int32),
        ("confidence", c_double),
        ("target", c_int32),
        ("threads", c_int32),
    ]


class NormAudit(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("kind", c_int32),
        ("age", c_int32),
        ("organisations", c_int64),
        ("mean_respondents", c_double),
        ("mean_response_rate", c_double),
        ("dimensions", c_int32),
        ("skewed", c_int32),
        ("at_least_one_low", c_double),
        ("at_least_one_low_error", c_double),
    ]


class Organisation(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("respondents", c_int64),
        ("headcount", c_int64),
        ("response_rate", c_double),
        ("reason", c_int32),
        ("published", c_int32),
        ("target", c_int32),
    ]


class Unit(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("organisation", c_int64),
        ("column", c_char_p),
        ("name", c_char_p),
        ("respondents", c_int64),
        ("reason", c_int32),
        ("headcount", c_int64),
        ("target", c_int32),
    ]


class Quality(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("reason", c_int32),
        ("counts_reason", c_int32),
        ("flagged", c_double),
        ("flagged_share", c_double),
        ("straightliners", c_double),
        ("straight_share", c_double),
        ("median_answered", c_double),
    ]


class SignCount(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("known", c_double),
        ("shown", c_double),
        ("share", c_double),
        ("reason", c_int32),
        ("counts_reason", c_int32),
    ]


class StructureOptions(Struct):
    _fields_ = [("struct_size", c_size_t), ("scores", c_void_p), ("language", c_char_p), ("items", c_int32)]


class AnalyseOptions(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("scores", c_void_p),
        ("minimum", c_int64),
        ("seed", c_uint64),
        ("draws", c_int32),
        ("rows", c_int32),
        ("items", c_int32),
    ]


class Analysed(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("respondents", c_int64),
        ("complete", c_int64),
        ("used", c_int64),
        ("minimum", c_int64),
        ("seed", c_uint64),
        ("draws", c_int32),
        ("rows", c_int32),
        ("language_count", c_int64),
        ("languages_hidden", c_int64),
        ("organisations_hidden", c_int64),
        ("organisations_partly", c_int64),
        ("organisations_rounded", c_int64),
    ]


class DriversOptions(Struct):
    _fields_ = [("struct_size", c_size_t), ("level", c_int32), ("resamples", c_int32)]


class DriversSummary(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("dimension", c_int32),
        ("level", c_int32),
        ("organisations", c_int64),
        ("respondents", c_int64),
        ("r_squared", c_double),
        ("reason", c_int32),
        ("resamples", c_int32),
    ]


class ReferenceRecipe(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("id", c_char_p),
        ("version", c_char_p),
        ("kind", c_int32),
        ("year", c_int32),
        ("source", c_char_p),
        ("note", c_char_p),
        ("salt", c_char_p),
        ("note_nl", c_char_p),
    ]


class ReferenceOptions(Struct):
    _fields_ = [("struct_size", c_size_t), ("on_problem", ProblemFunction), ("context", c_void_p), ("salt", c_char_p)]


class AssessOptions(Struct):
    _fields_ = [("struct_size", c_size_t), ("confidence", c_double), ("threads", c_int32)]


class Verdict(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("verdict", c_int32),
        ("evidence", c_int32),
        ("probability", c_double),
        ("concrete", c_int32),
        ("coherent", c_int32),
        ("concrete_factors", c_int32),
        ("missing_count", c_int32),
        ("probability_error", c_double),
        ("measured_factors", c_int32),
        ("probability_low", c_double),
        ("probability_high", c_double),
    ]


class BaseRate(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("count", c_int64),
        ("of", c_int64),
        ("share", c_double),
        ("low", c_double),
        ("high", c_double),
    ]


class MatchCounts(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("respondents_before", c_int64),
        ("respondents_after", c_int64),
        ("blank_before", c_int64),
        ("blank_after", c_int64),
        ("repeated_before", c_int64),
        ("repeated_after", c_int64),
        ("matched", c_int64),
    ]


class CompareOptions(Struct):
    _fields_ = [("struct_size", c_size_t), ("confidence", c_double), ("matches", c_void_p)]


class Compared(Struct):
    _fields_ = [("struct_size", c_size_t), ("name", c_char_p), ("before", c_int64), ("after", c_int64)]


class WriteOptions(Struct):
    _fields_ = [
        ("struct_size", c_size_t),
        ("language", c_char_p),
        ("colour", c_int32),
        ("width", c_int32),
        ("role", c_char_p),
        ("multiverse", c_int32),
        ("form", c_int32),
        ("drivers", POINTER(c_void_p)),
        ("driver_count", c_size_t),
        ("details", c_int32),
    ]


_handle = c_void_p
_out = POINTER(c_void_p)
_error = POINTER(Error)
_text = c_char_p

#: name: (result, arguments). A test compares these names with what the library exports.
PROTOTYPES: dict[str, tuple[Any, list[Any]]] = {
    "culture_status_name": (_text, [c_int32]),
    "culture_version": (_text, []),
    "culture_reason_name": (_text, [c_int32]),
    "culture_questionnaire_open": (c_int32, [_text, POINTER(ProblemOptions), _out, _error]),
    "culture_questionnaire_read": (c_int32, [POINTER(Source), POINTER(ProblemOptions), _out, _error]),
    "culture_questionnaire_standard": (c_int32, [_text, _out, _error]),
    "culture_questionnaire_standard_id": (_text, [c_int32]),
    "culture_questionnaire_retain": (_handle, [_handle]),
    "culture_questionnaire_free": (None, [_handle]),
    "culture_questionnaire_id": (_text, [_handle]),
    "culture_questionnaire_version": (_text, [_handle]),
    "culture_questionnaire_fingerprint": (_text, [_handle]),
    "culture_questionnaire_title": (_text, [_handle, _text]),
    "culture_questionnaire_dimension_name": (_text, [_handle, c_int32, _text]),
    "culture_questionnaire_dimension_definition": (_text, [_handle, c_int32, _text]),
    "culture_questionnaire_item_text": (_text, [_handle, c_int32, _text]),
    "culture_questionnaire_point_label": (_text, [_handle, c_int32, c_int32, _text]),
    "culture_questionnaire_item_count": (c_int32, [_handle]),
    "culture_questionnaire_dimension_count": (c_int32, [_handle]),
    "culture_questionnaire_factor_count": (c_int32, [_handle]),
    "culture_questionnaire_find_item": (c_int32, [_handle, _text]),
    "culture_questionnaire_find_dimension": (c_int32, [_handle, _text]),
    "culture_dimension_kind_name": (_text, [c_int32]),
    "culture_questionnaire_item": (c_int32, [_handle, c_int32, POINTER(Item), _error]),
    "culture_questionnaire_dimension": (c_int32, [_handle, c_int32, POINTER(Dimension), _error]),
    "culture_questionnaire_axis_count": (c_int32, [_handle]),
    "culture_questionnaire_axis": (c_int32, [_handle, c_int32, POINTER(Axis), _error]),
    "culture_questionnaire_pole": (_text, [_handle, c_int32, c_int32, _text]),
    "culture_questionnaire_criterion": (c_int32, [_handle, POINTER(Criterion), _error]),
    "culture_mapping_open": (c_int32, [_text, _handle, POINTER(ProblemOptions), _out, _error]),
    "culture_mapping_read": (c_int32, [POINTER(Source), _handle, POINTER(ProblemOptions), _out, _error]),
    "culture_mapping_retain": (_handle, [_handle]),
    "culture_mapping_free": (None, [_handle]),
    "culture_mapping_id": (_text, [_handle]),
    "culture_data_read": (c_int32, [_text, POINTER(Sink), _error]),
    "culture_answers_open": (c_int32, [_text, _handle, POINTER(AnswersOptions), _out, _error]),
    "culture_answers_read": (c_int32, [POINTER(Source), _handle, POINTER(AnswersOptions), _out, _error]),
    "culture_answers_read_arrow": (c_int32, [c_void_p, _text, _handle, POINTER(AnswersOptions), _out, _error]),
    "culture_answers_next": (c_int32, [_handle, POINTER(Block), _error]),
    "culture_answers_free": (None, [_handle]),
    "culture_answers_layout": (c_int32, [_handle, POINTER(Layout), _error]),
    "culture_answers_column": (c_int32, [_handle, c_int32, POINTER(Column), _error]),
    "culture_answers_label_count": (c_int64, [_handle]),
    "culture_answers_label": (c_int32, [_handle, c_int64, POINTER(AnswerLabel), _error]),
    "culture_profile_name": (_text, [c_int32]),
    "culture_answers_problem_count": (c_int64, [_handle]),
    "culture_answers_problem": (c_int32, [_handle, c_int64, POINTER(Problem), _error]),
    "culture_register_open": (c_int32, [_text, POINTER(ProblemOptions), _out, _error]),
    "culture_register_read": (c_int32, [POINTER(Source), POINTER(ProblemOptions), _out, _error]),
    "culture_register_is_likely": (c_int32, [POINTER(Source)]),
    "culture_register_retain": (_handle, [_handle]),
    "culture_register_free": (None, [_handle]),
    "culture_register_count": (c_int64, [_handle]),
    "culture_register_entry": (c_int32, [_handle, c_int64, POINTER(RegisterEntry), _error]),
    "culture_register_unit_count": (c_int64, [_handle]),
    "culture_register_unit": (c_int32, [_handle, c_int64, POINTER(RegisterUnit), _error]),
    "culture_register_find": (c_int64, [_handle, _text]),
    "culture_register_find_unit": (c_int64, [_handle, _text, _text, _text]),
    "culture_register_ignored": (_text, [_handle, c_int64]),
    "culture_simulate": (c_int32, [_handle, POINTER(Simulation), _text, _error]),
    "culture_tally_new": (c_int32, [_handle, _out, _error]),
    "culture_tally_free": (None, [_handle]),
    "culture_tally_add_files": (c_int32, [_handle, POINTER(_text), c_size_t, POINTER(AddOptions), _error]),
    "culture_tally_add_answers": (c_int32, [_handle, _handle, POINTER(AddOptions), _error]),
    "culture_tally_add_block": (c_int32, [_handle, POINTER(Block), _error]),
    "culture_tally_merge": (c_int32, [_handle, _handle, _error]),
    "culture_tally_subtract": (c_int32, [_handle, _handle, _error]),
    "culture_tally_organisation_count": (c_int64, [_handle]),
    "culture_tally_respondents": (c_int64, [_handle]),
    "culture_tally_bytes": (c_int32, [_handle, _out, POINTER(c_size_t), _error]),
    "culture_bytes_free": (None, [_handle]),
    "culture_tally_save": (c_int32, [_handle, _text, _error]),
    "culture_tally_read": (c_int32, [POINTER(Source), _handle, _out, _error]),
    "culture_tally_file_count": (c_int64, [_handle]),
    "culture_tally_file": (c_int32, [_handle, c_int64, POINTER(File), _error]),
    "culture_tally_file_problem": (c_int32, [_handle, c_int64, c_int32, POINTER(Problem), _error]),
    "culture_scores_compute": (c_int32, [_handle, POINTER(ScoresOptions), _out, _error]),
    "culture_scores_retain": (_handle, [_handle]),
    "culture_scores_free": (None, [_handle]),
    "culture_scores_questionnaire": (_handle, [_handle]),
    "culture_scores_get": (c_int32, [_handle, c_int32, POINTER(Matrix)]),
    "culture_scores_reason": (c_int32, [_handle, c_int32, c_int64, c_int64]),
    "culture_scores_counts": (
        c_int32,
        [_handle, c_int64, c_int32, POINTER(POINTER(c_int64)), POINTER(c_int32), POINTER(c_int32)],
    ),
    "culture_scores_organisation_count": (c_int64, [_handle]),
    "culture_scores_organisation": (c_int32, [_handle, c_int64, POINTER(Organisation), _error]),
    "culture_scores_unit_count": (c_int64, [_handle]),
    "culture_scores_quality": (c_int32, [_handle, c_int64, POINTER(Quality), _error]),
    "culture_scores_sign": (c_int32, [_handle, c_int64, c_int32, POINTER(SignCount), _error]),
    "culture_sign_name": (c_char_p, [c_int32]),
    "culture_scores_unit": (c_int32, [_handle, c_int64, POINTER(Unit), _error]),
    "culture_structure_new": (c_int32, [_handle, POINTER(StructureOptions), _out, _error]),
    "culture_structure_free": (None, [_handle]),
    "culture_structure_add_block": (c_int32, [_handle, POINTER(Block), _error]),
    "culture_structure_add_files": (c_int32, [_handle, POINTER(_text), c_size_t, POINTER(AddOptions), _error]),
    "culture_structure_merge": (c_int32, [_handle, _handle, _error]),
    "culture_structure_respondents": (c_int64, [_handle]),
    "culture_structure_complete": (c_int64, [_handle]),
    "culture_structure_by_chance": (c_int32, [_handle, POINTER(c_double), _error]),
    "culture_structure_distances": (c_int32, [_handle, POINTER(c_int32), POINTER(c_int64), _error]),
    "culture_structure_analyse": (c_int32, [_handle, POINTER(AnalyseOptions), _out, _error]),
    "culture_analysis_retain": (_handle, [_handle]),
    "culture_analysis_free": (None, [_handle]),
    "culture_analysis_get": (c_int32, [_handle, c_int32, POINTER(Matrix)]),
    "culture_analysis_reason": (c_int32, [_handle, c_int32, c_int64, c_int64]),
    "culture_analysis_questionnaire": (_handle, [_handle]),
    "culture_analysis_item_count": (c_int32, [_handle]),
    "culture_analysis_item": (c_int32, [_handle, c_int32]),
    "culture_analysis_about": (c_int32, [_handle, POINTER(Analysed), _error]),
    "culture_analysis_language": (c_int32, [_handle, c_int64, POINTER(_text), POINTER(c_int64)]),
    "culture_drivers_compute": (c_int32, [_handle, _text, POINTER(DriversOptions), _out, _error]),
    "culture_drivers_free": (None, [_handle]),
    "culture_drivers_get": (c_int32, [_handle, c_int32, POINTER(Matrix)]),
    "culture_drivers_reason": (c_int32, [_handle, c_int32, c_int64, c_int64]),
    "culture_drivers_tell": (c_int32, [_handle, POINTER(DriversSummary), _error]),
    "culture_drivers_level_name": (_text, [c_int32]),
    "culture_reference_open": (c_int32, [_text, _handle, POINTER(ReferenceOptions), _out, _error]),
    "culture_reference_read": (c_int32, [POINTER(Source), _handle, POINTER(ReferenceOptions), _out, _error]),
    "culture_reference_standard": (c_int32, [_text, _out, _error]),
    "culture_reference_kind_name": (_text, [c_int32]),
    "culture_reference_build": (c_int32, [_handle, POINTER(ReferenceRecipe), _out, _error]),
    "culture_reference_peers": (c_int32, [_handle, _text, _text, _out, _error]),
    "culture_reference_for": (c_int32, [_handle, _handle, _out, _error]),
    "culture_reference_peers_of": (_text, [_handle]),
    "culture_reference_all": (c_int64, [_handle]),
    "culture_reference_is_subset": (c_int32, [_handle]),
    "culture_reference_is_hashed": (c_int32, [_handle]),
    "culture_reference_write": (c_int32, [_handle, POINTER(Sink), _error]),
    "culture_reference_retain": (_handle, [_handle]),
    "culture_reference_free": (None, [_handle]),
    "culture_reference_id": (_text, [_handle]),
    "culture_reference_source": (_text, [_handle]),
    "culture_reference_note": (_text, [_handle]),
    "culture_reference_note_in": (_text, [_handle, c_char_p]),
    "culture_reference_kind": (c_int32, [_handle]),
    "culture_reference_year": (c_int32, [_handle]),
    "culture_reference_organisation_count": (c_int64, [_handle]),
    "culture_reference_get": (c_int32, [_handle, c_int32, POINTER(Matrix)]),
    "culture_reference_reason": (c_int32, [_handle, c_int32, c_int32]),
    "culture_reference_audit": (c_int32, [_handle, c_int32, POINTER(NormAudit), _error]),
    "culture_assess": (c_int32, [_handle, _handle, POINTER(AssessOptions), _out, _error]),
    "culture_assessment_retain": (_handle, [_handle]),
    "culture_assessment_free": (None, [_handle]),
    "culture_assessment_scores": (_handle, [_handle]),
    "culture_assessment_reference": (_handle, [_handle]),
    "culture_assessment_get": (c_int32, [_handle, c_int32, POINTER(Matrix)]),
    "culture_assessment_reason": (c_int32, [_handle, c_int32, c_int64, c_int64]),
    "culture_aggregation_name": (_text, [c_int32]),
    "culture_band_name": (_text, [c_int32]),
    "culture_verdict_name": (_text, [c_int32]),
    "culture_evidence_name": (_text, [c_int32]),
    "culture_assessment_verdict": (c_int32, [_handle, c_int64, POINTER(Verdict), _error]),
    "culture_assessment_probability_method": (_text, [_handle]),
    "culture_assessment_nonresponse": (c_int32, [_handle, c_int64, POINTER(Nonresponse), _error]),
    "culture_assessment_missing": (
        c_int32,
        [_handle, c_int64, c_int32, POINTER(c_int32), POINTER(c_double), _error],
    ),
    "culture_assessment_universe": (c_int32, [_handle, c_int64, c_int32, POINTER(Universe), _error]),
    "culture_published_figure": (c_int32, [c_int32, POINTER(Figure), _error]),
    "culture_base_rate_published": (c_int32, [POINTER(BaseRate), _error]),
    "culture_assessment_base_rate": (c_int32, [_handle, POINTER(BaseRate), _error]),
    "culture_write_structure_json": (c_int32, [_handle, POINTER(Sink), POINTER(WriteOptions), _error]),
    "culture_write_structure_table": (c_int32, [_handle, POINTER(Sink), POINTER(WriteOptions), _error]),
    "culture_write_structure_lavaan": (c_int32, [_handle, _text, _error]),
    "culture_matches_new": (c_int32, [_handle, _out, _error]),
    "culture_matches_free": (None, [_handle]),
    "culture_matches_add_files": (
        c_int32,
        [_handle, c_int32, POINTER(_text), c_size_t, POINTER(AnswersOptions), _error],
    ),
    "culture_matches_counts": (c_int32, [_handle, POINTER(MatchCounts), _error]),
    "culture_compare": (c_int32, [_handle, _handle, POINTER(CompareOptions), _out, _error]),
    "culture_comparison_retain": (_handle, [_handle]),
    "culture_comparison_free": (None, [_handle]),
    "culture_comparison_scores": (_handle, [_handle, c_int32]),
    "culture_comparison_matched": (c_int32, [_handle, POINTER(MatchCounts)]),
    "culture_comparison_organisation_count": (c_int64, [_handle]),
    "culture_comparison_organisation": (c_int32, [_handle, c_int64, POINTER(Compared), _error]),
    "culture_comparison_get": (c_int32, [_handle, c_int32, POINTER(Matrix)]),
    "culture_comparison_reason": (c_int32, [_handle, c_int32, c_int64, c_int64]),
    "culture_write_comparison_json": (c_int32, [_handle, POINTER(Sink), POINTER(WriteOptions), _error]),
    "culture_write_comparison_csv": (c_int32, [_handle, POINTER(Sink), POINTER(WriteOptions), _error]),
    "culture_write_comparison_table": (c_int32, [_handle, POINTER(Sink), POINTER(WriteOptions), _error]),
    "culture_write_json": (c_int32, [_handle, POINTER(Sink), POINTER(WriteOptions), _error]),
    "culture_write_csv": (c_int32, [_handle, POINTER(Sink), POINTER(WriteOptions), _error]),
    "culture_write_table": (c_int32, [_handle, POINTER(Sink), POINTER(WriteOptions), _error]),
    "culture_write_questionnaire": (c_int32, [_handle, POINTER(Sink), POINTER(WriteOptions), _error]),
}


def _candidates() -> list[str]:
    """Where the library may be: told by LIBCULTURE, beside the package, in the source tree's build, or installed."""
    here = pathlib.Path(__file__).resolve()
    told = os.environ.get("LIBCULTURE")
    if told:
        return [told]
    paths = [here.with_name("libculture.so"), here.parents[1] / WHEEL_LIBRARIES / "libculture.so"]
    paths += [base / "build" / "libculture" / "libculture.so" for base in here.parents[3:4]]
    found = [str(path) for path in paths if path.exists()]
    if not found and (apart := pathlib.Path(sysconfig.get_path("platlib"), WHEEL_LIBRARIES, "libculture.so")).exists():
        return [str(apart)]  # where Python keeps what is of one platform elsewhere
    installed = ctypes.util.find_library("culture")
    return found + ([installed] if installed else [])


def _load() -> ctypes.CDLL:
    candidates = _candidates()
    if not candidates:
        raise ImportError("the C library is not here: build it with ./setup, install it, or set LIBCULTURE to its path")
    hint = "set LIBCULTURE to the path of libculture.so, or unset it"
    try:
        library = ctypes.CDLL(candidates[0])
        functions = {name: getattr(library, name) for name in PROTOTYPES}
    except (OSError, AttributeError) as problem:
        raise ImportError(f"{candidates[0]} is no libculture that this package can use ({problem}); {hint}") from None
    for name, (result, arguments) in PROTOTYPES.items():
        functions[name].restype = result
        functions[name].argtypes = arguments
    version = library.culture_version().decode()
    if version != VERSION:
        raise ImportError(f"the C library {candidates[0]} is version {version}, this package needs {VERSION}")
    return library


library = _load()


def check(status: int, error: Error) -> None:
    """Raises the exception of a status that is not OK."""
    if status == 0:
        return
    kind = BY_STATUS.get(status, CultureError)
    message = error.message.decode(errors="replace") or library.culture_status_name(status).decode()
    raise kind(message, error.path.decode(errors="replace"), error.line, error.column, error.where.decode(errors="replace"))


def text(value: bytes | None) -> str:
    return value.decode(errors="replace") if value else ""


def _without_nul(value: bytes) -> bytes:
    if b"\0" in value:
        raise ValueError("embedded null byte: C would see the text before it alone")
    return value


def encode(value: str | None) -> bytes | None:
    """Text, UTF-8 in every locale."""
    return None if value is None else _without_nul(value.encode())


def encode_path(value: str | os.PathLike[str]) -> bytes:
    return _without_nul(os.fsencode(value))


def strings(values: list[str]) -> Any:
    """An array of C strings; keep it in a variable for as long as the call lasts."""
    return (c_char_p * max(1, len(values)))(*[encode(value) for value in values])


def memory_source(data: bytes, name: str | None) -> Source:
    """A source over bytes, which the caller keeps."""
    buffer = ctypes.cast(ctypes.c_char_p(data or b"\0"), c_void_p)
    return Source(path=encode(name), bytes=buffer, length=len(data))


def collect(function: Any, handle: c_void_p, *options: Any) -> bytes:
    """What a culture_write function writes, as bytes."""
    pieces: list[bytes] = []

    def take(_context: Any, data: int, length: int) -> int:
        pieces.append(ctypes.string_at(data, length))
        return 0

    callback = WriteFunction(take)
    error = Error()
    check(function(handle, Sink(write=callback), *options, error), error)
    return b"".join(pieces)

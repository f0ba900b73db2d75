#!/usr/bin/perl
print "perl: $ENV{AMA_PARAM_COUNTRY}\n";

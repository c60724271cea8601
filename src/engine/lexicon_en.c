/* The English half of the lexicon: what words mean to this trade. Inflections are stemmed away; irregular ones,
 * common misspellings and chat forms are listed. Apostrophes are left out. */
#include "engine/lexicon.h"

/* clang-format off */
const struct lexicon_row lexicon_en[] = {
    /* asking and wanting */
    {LEX_ASK_CAN, "can could may might possible possibly able chance any_way is_there_a_way is_there_any_way feasible too_late_to not_too_late "
        "is_it_too_late can_you could_you can_i could_i may_i can_we could_we any_chance any_possibility would_it_be_possible "
        "would_you_be_able would_you_mind cud could_someone can_someone any_means any_way_of is_it_ok is_it_okay would_it_be_ok is_it_alright "
        "would_it_be_alright do_you_think_you_could would_you_take would_you_consider might_you is_there_time still_time is_there_still_time "
        "am_i_able may_we shall_we shall_i any_scope"},
    {LEX_ASK_WHEN, "when what_time what_date what_day how_long how_soon how_many_days eta roughly_when which_day "
        "how_much_longer how_many_weeks how_many_more_days any_idea_when whens when_will when_is when_can when_do "
        "when_does when_are wen a_date_for give_me_a_date firm_date what_part_of_the_day which_part_of_the_day "
        "rough_date ballpark time_frame timeframe timeline how_many_working_days date_of_delivery delivery_date_for "
        "date_for what_time_of_day roughly_how_long any_date days_till days_until"},
    {LEX_ASK_WHERE, "where wheres whereabouts where_is where_has wherever where_are where_did whereabout wheres_my "
        "where_my wher where_abouts location_of located"},
    {LEX_ASK_HOW, "how how_do how_can how_would how_does"},
    {LEX_ASK_WHAT, "what whats which what_is what_are what_do what_would what_happens what_could what_did what_does what_was whatever_is"},
    {LEX_ASK_WHY, "why how_come whats_going_on what_is_going_on whats_happening what_happened what_gives whats_the_hold_up "
        "whats_taking what_is_taking how_is_it_possible"},
    {LEX_ASK_PRICE, "how_much price prices pricing cost costs quote quotation rate rates price_list price_for expensive priced"},
    {LEX_ASK_WHETHER, "do_you does_it is_it are_you do_your is_there are_there does_the is_the are_the is_my has_my "
        "will_it will_my did_you have_you are_these are_those is_this do_i does_this will_you has_it did_my was_my "
        "did_it wonder_if wondering_if wondering_whether has_the have_the have_my did_the has_anyone has_it_been "
        "was_the is_someone is_anyone are_we do_items can_a could_a do_they has_your have_your were_you was_there "
        "do_we is_that does_that is_saturday is_friday"},
    {LEX_WANT, "want wanted would_like id_like need wish hope hoping like_to looking_to after id_love love_to wanna "
        "prefer would_rather id_rather rather wed_like we_would_like would_love wed_love wants needing desire "
        "in_need_of im_after i_need i_want we_want we_need id_rather_have fancy would_prefer keen_to"},
    {LEX_PLEASE, "please pls plz kindly plse would_you if_you_could grateful appreciate be_so_kind"},
    {LEX_KNOW, "know tell let_me_know inform advise heads_up news any_news word_on hear keep_me_posted fill_me_in "
        "confirm_whether find_out look_into check_on any_word shed_light enlighten clue idea update_me look_up "
        "find_out_where look_and_see see_if check_where check_if check_for_me tell_us keep_me_informed any_info info "
        "information details_on advise_on an_answer reply_with give_me_a_line drop_me_a_line fill_us_in clarify"},
    {LEX_CURIOUS, "curious wondering just_checking checking_in check_in just_wondering quick_question touching_base following_up "
        "follow_up just_curious out_of_curiosity out_of_interest question wonder nosy asking"},

    /* progress */
    {LEX_STATUS, "status progress update updates stage how_far how_is_it_coming hows_it_coming coming_along "
        "getting_on hows_it_going whereabouts state_of_play latest on_track along_nicely position current_state "
        "how_is_my hows_my in_the_queue queue how_are_things any_movement what_point any_updates any_update got_to "
        "gotten_to up_to under_way underway whats_happening_with whats_the_latest whats_the_story at_what_stage hows "
        "how_is how_are looking_how state_of present_state stands standing_with how_close how_near is_my_order "
        "any_progress sign_of_life what_stage which_stage where_are_we where_do_we_stand coming_on getting_along "
        "doing moved_on next_stage being_worked in_hand got_as_far go_through gone_through order_received went_through been_received"},
    {LEX_PRODUCTION, "production making workshop bench started begun begin finished finish ready completed complete "
        "crafted craftsman artist engraver maker hands studio being_made in_the_works done make been_made kiln laser "
        "paint painted carve carved stitched sewn woven printed quality_check qc inspection being_engraved "
        "being_painted the_oven started_on work_on working_on starting cast being_cast fired hand_painted printers "
        "designer with_the_designer finishing carving drying polished mounting mounted framed framing assembled "
        "being_printed at_the_printers machine lettering_done sewing knitting on_the_bench put_into_production "
        "go_into_production into_production before_production before_its_made before_its_carved not_been_made "
        "havent_started hasnt_started not_started already_started hasnt_been_started before_you_start before_you_cut "
        "before_you_print before_you_begin yet_started"},
    {LEX_SHIP, "ship shipped ships shipping dispatch despatch dispatched send sent post posted mailed go_out "
        "goes_out going_out leave left on_its_way on_the_way out_the_door in_the_post in_the_mail handed_over "
        "gone_out leaves collected picked_up shipment on_the_truck in_the_van left_you left_your leave_you has_left "
        "have_left sent_off posted_yet shipped_yet in_the_post_yet gone_off handed_to_the_carrier out_for_delivery "
        "ready_to_ship awaiting_dispatch sending_it"},
    {LEX_ARRIVE, "arrive arrives arrival get_here gets_here reach reaches land be_here come comes coming show_up "
        "turn_up turns_up delivery deliver delivered_by expect expected expecting estimated estimate with_me with_us "
        "get_to_me get_it make_it get_to reach_me be_at_mine be_with_me be_with_us turn_up_on land_on comin "
        "coming_today due_to_arrive when_it_comes its_due delivered_on estimated_arrival arrival_date be_delivered get_delivered"},
    {LEX_RECEIVED, "received receive got arrived came turned_up unboxed opened unwrapped unpacked landed "
        "opened_the_box showed_up got_it in_my_hands has_come delivered got_here picked_it_up here_today came_today "
        "arrived_today just_arrived came_in recieved recived received_it opened_it unwrapped_it got_my got_the "
        "got_our got_mine its_here it_came it_arrived came_in_the_post came_in_the_mail has_arrived have_arrived "
        "turned_up_today i_have_it i_now_have handed_to_me delivered_to_me received_by_our received_today "
        "received_yesterday opened_the_parcel opened_the_package out_of_the_box"},
    {LEX_TRACKING, "tracking track tracked tracking_number tracking_link tracking_page tracker tracking_info scan "
        "scanned scans tracking_says tracking_shows consignment waybill awb tracking_code tracking_id "
        "tracking_details tracking_link_for tracking_reference track_my tracking_no tracking_nr tracking_site "
        "the_tracker parcel_number awb_no trail"},
    {LEX_CARRIER, "usps ups fedex dhl royal_mail courier driver postman mailman carrier evri hermes dpd yodel "
        "parcelforce an_post australia_post canada_post postie delivery_guy delivery_man delivery_driver gls "
        "post_office postal mail_carrier posti bpost correos deutsche_post swiss_post purolator amazon_logistics "
        "ontrac delivery_company postal_service auspost startrack toll aramex bluedart delhivery india_post "
        "letter_carrier delivery_person couriers postnl packstation inpost blue_dart eircode couriers_van fedex_guy "
        "ups_guy usps_guy parcel_force city_sprint the_driver the_van the_post"},
    {LEX_PARCEL, "parcel package packet envelope shipment consignment mailer jiffy delivery parcels packages goods carton box"},
    {LEX_STUCK, "stuck frozen no_update no_updates hasnt_moved not_moved no_movement same_status label_created "
        "pre_transit in_transit sat sitting last_scan no_scans hasnt_updated hasnt_changed not_updated not_budged "
        "hasnt_budged stopped_moving going_round circles looping sorting depot facility hub sorting_centre "
        "sorting_center distribution_center exception awaiting_item not_scanned hasnt_been_scanned limbo stalled "
        "held_at hasnt_left warehouse gone_quiet went_quiet went_cold gone_dark bouncing sorting_office no_new_scan "
        "information_received awaiting_collection returned_to_sender no_progress not_progressed hasnt_progressed "
        "read_the_same without_alteration undeliverable address_unknown awaiting_instruction final_delivery_stage "
        "cleared_customs since_it_cleared trail_ends tracking_died tracking_stopped went_dead info_received "
        "label_printed hasnt_shifted stayed_at still_at still_in_transit no_new_scans last_update last_updated "
        "last_seen going_nowhere same_depot stranded"},
    {LEX_MARKED_DELIVERED, "says_delivered marked_delivered marked_as_delivered shows_delivered showing_delivered "
        "says_it_was_delivered says_it_has_been_delivered shown_as_delivered showing_as_delivered signed_for "
        "signature signed says_it_was_left says_its_delivered supposedly_delivered allegedly_delivered "
        "delivered_to_the_wrong left_with left_at left_in handed_to delivered_but proof_of_delivery delivery_photo "
        "says_handed claims_delivered claims_it_was listed_as_delivered proof_of_signature delivered_on "
        "delivered_yesterday delivered_today delivered_at successfully_delivered delivery_confirmed status_delivered "
        "delivered_according it_was_delivered was_delivered been_delivered according_to_the_tracking tracker_claims "
        "claims_i_have_it claims_i_have it_says_it_was system_says says_they_handed says_they_left dropped_off "
        "marks_it contrary_to says_i_have_it says_i_do reported_delivered household_member given_to "
        "marked_as_complete marked_complete says_collected shows_as shown_as photo_shows_it handed_over_to "
        "reportedly recorded_as_delivered proves_it"},
    {LEX_NOT_HERE, "nothing_here never_got never_arrived never_came never_received not_received didnt_receive "
        "havent_received didnt_get havent_got not_got nothing_arrived not_arrived hasnt_arrived nothing_came "
        "nothing_has_come isnt_here not_here never_turned_up hasnt_turned_up never_showed hasnt_shown no_sign "
        "nowhere_to_be_found nowhere_to_be_seen cant_find cannot_find no_parcel no_package no_box nothing_there "
        "nothing_has_arrived nothing_on no_trace hasnt_come didnt_arrive didnt_come wasnt_there isnt_there never_saw "
        "havent_seen have_not_received did_not_receive has_not_arrived vanished disappeared where_did_it_go not_at "
        "nobody_has_it nothing_in_my nobody_received never_reached hasnt_reached empty_handed i_havent_had "
        "nothing_at_my never_made_it hasnt_made_it no_delivery nothing_received not_turned_up missing_parcel "
        "parcel_missing package_missing am_missing still_nothing_in no_item never_reached_me didnt_sign did_not_sign "
        "no_one_signed nobody_signed dont_have_it do_not_have_it swallowed_by gone_walkabout nowhere not_in_the_mail "
        "not_in_the_post nothing_in_the_mail nothing_in_the_post where_did_you_leave nothing_turned_up didnt_show "
        "hasnt_come_through no_idea_where"},
    {LEX_PLACE, "neighbour neighbor neighbours porch doorstep mailroom concierge reception lobby locker safe_place "
        "shed garage front_door letterbox mailbox doorman front_desk next_door hallway stairwell building street "
        "door gate bins behind_the wrong_house wrong_address wrong_door number post_room leasing_office parcel_shop "
        "pickup_point collection_point driveway landlord receptionist security_guard caretaker porter flat_below "
        "upstairs downstairs across_the_road doormat step veranda strangers_door windowsill behind_the_bin "
        "recycling_bin under_the_mat post_box mail_box back_door side_gate garden carport balcony on_the_step "
        "lockers parcel_locker nbr next_doors shop_on_the_corner corner_shop caretakers"},
    {LEX_STOLEN, "stolen stole theft thief thieves porch_pirate pirates nicked swiped pinched taken_from "
        "somebody_took someone_took walked_off robbed pilfered lifted burgled took_it pinched_it thief_took "
        "walking_off_with walked_away_with got_stolen been_taken was_taken snatched"},
    {LEX_LOST, "lost lose misplaced missing_parcel gone_missing went_missing gone_astray astray lose_my lost_my forgotten_me "
        "forgotten_about_me forget_about_me forgot_me forgotten_about forgot_about did_you_lose have_you_lost been_lost "
        "slipped_through fallen_through fell_through_the_cracks forgotten"},

    /* lateness */
    {LEX_LATE, "late overdue delay delayed delays behind past_due belated too_long taking_forever taking_so_long "
        "slow behind_schedule running_late later_than long_overdue dragging drags backlog held_up hold_up slower "
        "postponed put_back pushed_back slipping slipped another_delay tardy not_on_time missed_the_date "
        "passed_the_date way_past well_past been_ages so_long this_long took_so_long gone_by come_and_gone "
        "came_and_went lateness glacial snail drags_on ages_ago overrun months_late weeks_late days_late well_over "
        "past_the_date past_its_date way_over put_off deadline_blown blown lapsed expired_date behind_time "
        "taking_the_mick dragging_on not_in_time too_late missed_deadline missed_the_deadline over_a_month "
        "over_two_weeks weeks_now months_now for_weeks for_months since_before by_now at_this_rate "
        "been_waiting_since longer_than taking_longer takes_so_long how_long_does_it_take sat_on_it skipped in_the_dark tick_tock"},
    {LEX_WAIT, "wait waiting waited patient patience still_waiting been_waiting sat_waiting kept_waiting "
        "keep_waiting waits awaiting patiently hanging_on holding_my_breath on_hold_for kept_hanging hanging_around "
        "stood_waiting been_sat ive_waited we_have_waited have_been_waiting sick_of_waiting fed_up_waiting tired_of_waiting"},
    {LEX_PROMISE, "promise promised said_it_would you_said were_told was_told told_me quoted guaranteed guarantee "
        "supposed_to should_have was_due were_due due assured meant_to_be was_meant you_told your_site_said "
        "your_website_said website_said site_said your_email_said the_email_said you_wrote you_quoted stated window "
        "estimated_date delivery_date due_date expected_by promised_by advertised was_to_be ought_to_have "
        "were_supposed was_supposed swore your_own_estimate it_said shouldve should_of meant_to_ship meant_to_arrive "
        "meant_to_send agreed_on agreed_date the_confirmation_gave you_gave_me gave_the lead_time_quoted quoted_ten "
        "said_ten youd_said you_promised was_promised counting_on relied_on appointed_day had_expected id_expected "
        "was_expecting said_monday said_friday said_tuesday said_it_would_be said_would your_promise"},
    {LEX_STILL, "still yet already so_far since even_now as_of_today to_date yet_again once_again again third_time "
        "second_time twice_now every_time keep keeps another and_still still_no still_not hasnt_yet not_yet "
        "no_sign_of for_the_third for_the_second second_time_now ever_coming ever_going_to will_i_ever am_i_ever is_it_ever going_to_see"},
    {LEX_DURATION, "day days week weeks month months fortnight year years hours ages forever business_days "
        "working_days eternity a_month three_weeks two_weeks four_weeks five_weeks six_weeks lifetime quarter decade "
        "century wks wk mths mth hrs yrs school_term term season seasons weeks_and days_and summer winter autumn half_a_year"},
    {LEX_NO_WORD, "no_word silence ignored no_reply no_response radio_silence nobody_answers no_answer unanswered "
        "nobody_replies no_one_replies not_a_word not_a_peep crickets ghosted nobody_has_replied without_a_word "
        "heard_nothing not_heard havent_heard no_communication no_news no_email nothing_since fobbed excuses excuse "
        "copy_paste canned hasnt_replied heard_back ignoring nothing_from_you dead_silence never_replied "
        "no_explanation third_email second_email chased chasing standard_email template_email automated_message "
        "automated_reply fob_off without_explanation truth an_honest_reason honest_reason your_excuse the_excuse "
        "got_silence silence_from nobody_can_tell no_one_can_tell nobody_knows"},
    {LEX_EVENT_PASSED, "was_yesterday has_passed has_been_and_gone been_and_gone was_last already_over is_over "
        "was_on_saturday missed_the missed_it came_and_went have_passed is_past over_now too_late_now "
        "was_this_morning was_on_sunday was_last_week without_it empty_handed without_a_gift no_gift no_present "
        "missed_her missed_his missed_our missed_my nothing_to_give gone_by too_late_for went_by is_done_and_dusted "
        "done_and_dusted took_place has_happened happened_without came_without gone_now was_on_friday "
        "was_on_thursday missed_christmas missed_birthday missed_the_wedding the_day_came on_the_night wouldve_been "
        "would_have_been_lovely half_over already_started_his already_started_her all_over"},

    /* changing */
    {LEX_CHANGE, "change modify alter edit amend switch swap correct fix adjust revise changed replace rework "
        "rewrite redo_the tweak substitute changing correction alteration amendment modification revision rephrase "
        "reword re_do different make_that turn_into update_the put_right set_right flip rotate crop move_the mirror "
        "chnage chang tweaked amended changed_to update_it alter_it edit_my switching switched in_place_of "
        "put_instead turn_it_into revised new_version different_one different_pic different_photo "
        "different_photograph different_poem another_photo another_picture another_colour another_font "
        "different_colour different_color different_font different_size replaces_the instead_have rearrange reorder "
        "reposition enlarge shorten shorter_sleeve lengthen centre_it centred thicker thinner bolder plainer fancier "
        "lighter darker bigger_letters smaller_letters uppercase_please insert underneath the_other_way_about "
        "go_with_the let_it_read let_it_say"},
    {LEX_ADD, "add include additional increase another_one one_more two_more also_have extra additionally extend "
        "tack_on plus_one an_extra more_of quantity up_the bump throw_in as_well_as onto_the append adding added_to "
        "insert put_in add_on one_extra extra_one bump_up up_it_to make_it_three make_that_three make_it_two "
        "round_it_up also_put put_a plus_a more_name one_more_name another_name order_two_more on_top_of_that beneath_it underneath_it"},
    {LEX_REMOVE, "remove drop take_off delete leave_out leave_off without take_out strip_out lose_the omit get_rid "
        "strike cut_the take_away minus skip_the no_need_for no_emoji take_the leave_out_the lose_that lose_the_line "
        "scrap_the_line removed cut_out gone_from get_rid_of take_away_the no_brackets without_the_brackets drop_the "
        "without_her without_him minus_her minus_his"},
    {LEX_INSTEAD, "instead rather_than should_read should_be should_say should_have_said supposed_to_be "
        "supposed_to_say meant_to_be meant_to_say make_it in_place_of instead_of not_with ought_to_be ought_to_say "
        "ought_to_read its_actually actually needs_to_be needs_to_say needs_to_read must_be must_read has_to_be "
        "correct_is right_one correct_one the_correct the_right to_read was_meant_to_be reads_as ought_to "
        "should_name should_now_read needs_to_become becomes should_become to_become what_it_should where_it_says "
        "where_it_reads supposed_to_have correct_name is_correct correct_version correct_one_is proper_spelling "
        "correct_spelling right_spelling with_an_h with_a_k with_one with_two without_the_h double_t double_l "
        "double_n one_l two_ls spelled_with spelt_with was_is old_new it_is_actually thats_an final_e as_in"},
    {LEX_TEXT, "engraving engrave engraved inscription inscribe wording text name names initials initial letters "
        "letter spelling spell spelled spelt message lettering monogram quote verse words word embroidery embroider "
        "embroidered surname character characters punctuation apostrophe comma accent umlaut capital capitals "
        "lowercase uppercase line slogan caption dedication etching etched motto hyphen ampersand dash full_stop "
        "title nickname logo crest emblem motif lyric lyrics poem psalm verse_reference bible hymn signature "
        "middle_name first_name surname_is last_name family_name nickname_is house_name song tagline brackets "
        "exclamation question_mark font_size heading footer top_line bottom_line second_line first_line last_line "
        "third_line closing_line barcode qr qr_code spotify hebrew latin gaelic arabic greek welsh irish "
        "roman_numerals rank"},
    {LEX_DATE_FIELD, "date dates year numerals roman coordinates number birthday_is birth_date date_of_birth "
        "anniversary_is born wedding_date year_is weight birth_weight"},
    {LEX_FONT, "font typeface script italic block serif cursive handwriting style lettering_style bold calligraphy"},
    {LEX_SIZE, "size sizes small medium large inch inches cm mm bigger smaller length longer shorter width wide "
        "narrow tall xl xxl xs dimensions measurements measurement waist chest sleeve inseam collar hip wrist a3 a4 "
        "a5 feet foot ring_size us_size bust thickness height larger sizing size_up_in centimetres inches_long "
        "kurta_chest small_please portrait_size landscape a6 a2 a1 bump_up_the_size eu_size uk_size measurement_was "
        "gauge"},
    {LEX_COLOUR, "color colour colours colors gold silver rose_gold black white red blue green navy pink purple "
        "brown grey gray yellow orange cream ivory tan burgundy teal walnut oak maple cherry brass copper bronze "
        "shade hue thread tone dark light beige charcoal maroon turquoise crimson emerald sage lilac lavender "
        "mustard matte glossy mint mauve terracotta blush champagne peach bronze_instead coloured colored pastel "
        "gilt ebony ash maple_rather rosewood mahogany vanilla lavender_scent scent garnet sapphire ruby birthstone"},
    {LEX_PHOTO, "photo picture pic image snapshot selfie jpeg jpg photos pictures pics photograph photographs "
        "screenshot images video snap snaps photographed headshot scan_of pic_i photo_i image_i jpegs file_i vector "
        "upload uploaded uploading ultrasound scan_picture photo_of picture_of the_artwork"},
    {LEX_MATERIAL, "material leather canvas wood linen cotton silk wool acrylic steel sterling titanium ceramic porcelain slate marble "
        "solid plated 14k 18k carat karat real_gold nickel brass_or resin vegan cork glass bamboo denim felt velvet"},
    {LEX_ADDRESS, "address street postcode zip zipcode zip_code apartment flat moved moving move_house moving_house "
        "deliver_to send_it_to ship_it_to house_number unit phone_number telephone mobile_number recipient "
        "delivery_address shipping_address my_office her_office new_place old_place moved_house moved_out relocating "
        "redirect reroute forward_it wrong_street road avenue lane old_address new_address po_box suite "
        "deliver_it_to work_address home_address to_my_work to_my_mother to_my_parents postal_code "
        "change_the_delivery deliver_to_a different_address another_address delivery_name name_on_the_label "
        "label_should different_town old_flat new_flat new_house change_of_address moved_to wrong_postcode "
        "sent_to_my send_to_my post_it_to_my post_to_my to_my_office to_my_sister to_my_neighbour to_work "
        "pick_up_shop pickup_shop collection_shop phone_number_is mobile_is contact_number hotel_instead forward_to"},
    {LEX_TYPO, "typo mistyped misspelled misspelt mis_typed mistype fat_fingers autocorrect auto_correct predictive "
        "fat_fingered wrong_way_round transposed typed typing swapped mixed_up muddled missed_a_letter left_out "
        "left_off forgot_to forgot_the forgot wrong_letter slip slipped_up got_it_wrong spelling_mistake "
        "spelling_error mistake_in_the error_in_the keyed_in keyed typed_too_fast put_the_wrong wrong_name "
        "wrong_date spelt_it spelled_it spelt_my spelled_my typo_in transposed_digits swapped_digits misremembered "
        "muddled_up got_muddled wrong_way_around in_backwards filled_in_backwards other_way_round other_way_around "
        "details_wrong extra_letter extra_l one_letter letter_short letter_missing"},
    {LEX_OWN_FAULT, "my_mistake my_fault my_own_typo silly_me my_bad i_messed i_made_a_mistake i_made_a_typo "
        "i_spelled i_spelt i_misspelled i_mistyped i_accidentally my_error my_typo on_me ive_made_a i_wrongly "
        "i_stupidly my_autocorrect my_own_mistake my_phone_corrected entirely_my own_fault own_mistake my_own_fault "
        "own_error own_typo my_own_error our_mistake our_fault our_error my_slip i_got_it_wrong i_got_the "
        "i_put_the_wrong i_typed_the_wrong i_wrote_the_wrong i_entered_the_wrong i_gave_the_wrong "
        "i_gave_you_the_wrong i_ordered_the_wrong i_chose_the_wrong i_picked_the_wrong my_fat_fingers blame_me "
        "i_swapped i_left_out i_missed_out i_missed_a i_left_off i_uploaded_the_wrong i_sent_the_wrong "
        "i_sent_you_the_wrong my_stupidity my_blunder my_oversight my_carelessness i_transposed i_mixed_up "
        "i_entered_some i_misread i_misremembered i_mixed_it_up i_filled_it_in_wrong my_muddle i_muddled "
        "i_must_have_typed the_error_is_mine the_mistake_is_mine mine_the_mistake nobodys_fault_but_mine "
        "entirely_my_own you_did_nothing_wrong youve_done_nothing_wrong not_your_fault my_side error_in_what_we "
        "as_i_keyed_in i_keyed i_got_muddled fault_is_mine"},
    {LEX_I_DID, "i_put i_typed i_wrote i_entered i_chose i_picked i_selected i_gave i_got i_missed i_left ive_spotted i_spotted "
        "i_noticed i_realised i_realized ive_noticed ive_made i_uploaded we_put we_wrote we_typed i_submitted i_filled just_noticed "
        "just_realised just_realized just_spotted i_clicked we_gave i_meant we_meant i_sent_you i_forgot i_said i_spotted_a "
        "i_hadnt i_didnt_realise i_didnt_notice on_the_form in_the_form i_realise_now looking_back i_sent"},
    {LEX_THEIR_FAULT, "you_spelled you_spelt your_mistake you_engraved you_sent_me youve_sent you_got_it you_put "
        "youve_put youve_engraved you_misspelled you_printed youve_printed you_wrote youve_spelled youve_spelt "
        "you_made youve_made youve_given you_gave your_engraver your_error your_side your_end you_painted "
        "youve_painted you_used you_mixed youve_mixed you_stitched your_artist you_have_sent you_have_engraved "
        "you_have_put your_typo you_embroidered you_turned you_forgot you_left you_missed they_put theyve_put "
        "they_have_put they_set theyve_given has_been_given you_have_painted you_have_printed you_have_stitched "
        "you_have_used you_have_left youve_left you_have_misspelled they_misspelled they_spelled theyve_spelled "
        "your_people you_have_got been_given_the youve_called theyve_called you_translated"},
    {LEX_WRONG, "wrong incorrect mistake error not_what mixed_up not_right doesnt_match different_from not_the "
        "not_as incorrectly wrongly mix_up inaccurate not_correct isnt_right isnt_correct isnt_what not_like "
        "nothing_like doesnt_look_like looks_nothing not_as_ordered not_as_described differs mismatch botched "
        "backwards upside_down mirrored back_to_front reversed misprint misprinted unlike mistaken messed_up false "
        "off_by_one is_off_by isnt_what_i is_not_what is_not_the isnt_the not_how not_like_the not_what_we "
        "not_what_i other_than_ordered isnt_the_right not_the_right the_opposite opposite_of runs_left_to_right "
        "in_mirror different_to different_than something_else_entirely completely_different totally_different "
        "mixed_ours wrong_contents wrong_item wrong_colour wrong_color wrong_size wrong_font wrong_spelling "
        "wrong_date_on wrong_name_on wrong_photo wrong_picture extra_letter_in spelled_wrong spelt_wrong misspelt "
        "misspelled mis_spelled spelling_is_wrong name_is_wrong date_is_wrong not_ours_at_all isnt_ours not_burgundy"},
    {LEX_SAYS, "says reads it_says engraved_as came_as came_with printed shows it_reads came_back_as now_reads "
        "written spelled_as spelt_as instead_it have_engraved has_been_engraved came_out_as its_been_engraved "
        "on_it_is has_engraved turned_into became engraved_in set_a been_engraved been_printed been_done "
        "done_in_what been_stitched been_painted came_in came_addressed the_name_on_this name_on_it printed_in "
        "stitched_in painted_with its_got the_ring_i_got the_one_i_got reads_like should_name_and turned_to"},
    {LEX_WE_ORDERED, "i_ordered we_ordered we_asked i_asked_for i_requested i_specified as_ordered my_order_form "
        "the_order_says in_the_order order_confirmation confirmation_says confirmation_email clearly_wrote "
        "clearly_said i_paid_for i_chose_the i_approved approved_proof proof_said proof_showed proof_had asked_for "
        "requested specified the_form_says i_gave_you order_says form_says clearly_states we_specified i_wanted_the "
        "i_wanted_it i_had_asked we_paid_for i_typed_it_with thats_what_i_wrote what_i_wrote what_i_typed "
        "what_i_submitted from_what_i_submitted in_my_text as_i_wrote i_wrote_in_the_notes in_the_notes "
        "packing_list_says i_told_you when_i_told_you i_sent_in_a_photo i_opted_for i_had_chosen and_ordered "
        "id_ordered we_chose what_we_ordered"},
    {LEX_SOMEONE_ELSE, "someone_else somebody_else another_customer stranger strangers not_mine not_my isnt_my "
        "isnt_mine not_our isnt_our someone_elses somebody_elses another_familys another_person other_customer "
        "not_me belongs_to different_person whoever not_her not_his isnt_her isnt_his different_dog different_cat "
        "wrong_dog wrong_cat wrong_person not_ours dont_know_any no_idea_who who_is wrong_customer wrong_order "
        "meant_for i_dont_know_a i_dont_know_any dont_recognise dont_recognize not_a_single_name whose somebodys "
        "someones_name strangers_name some_other unknown_person other_peoples"},

    /* cancelling, sending back, money */
    {LEX_CANCEL, "cancel cancelled canceled cancellation cancelling call_off scrap void abort withdraw "
        "stop_the_order dont_make stop_making pull_the_plug back_out call_it_off forget_it dont_bother "
        "dont_want_it_anymore no_longer_want do_not_make do_not_want dont_want_it stop_work halt bin_it scratch_that "
        "undo annul rescind terminate pull_out kill_the_order scrub never_mind nevermind dont_proceed do_not_proceed "
        "dont_send do_not_send stop_everything hold_everything calling_off drop_it want_out take_me_off "
        "not_going_ahead not_go_ahead dont_go_ahead cancle cancell canel off_the_order not_happening not_want_it "
        "scrapped withdrawing revoke desist not_proceeding shant_be_ordering wont_be_ordering not_to_be_made "
        "for_it_not_to_be_made not_to_make_it rather_you_didnt_make hope_youve_not_started please_release_it "
        "terminate_an_order terminate_my cancelation cancelling_my kindly_cancel want_to_cancel like_to_cancel "
        "please_cancel cancel_it cancel_my cancel_the cancel_this plain_cancellation discontinue unneeded pls_cancel "
        "no_longer_proceed decided_against leave_the_whole_thing give_it_a_miss scrap_it withdraw_my_order "
        "withdraw_the_order make_it_seven_not just_the_one only_want_one only_one_please dont_make_the "
        "leave_it_unmade call_the_whole"},
    {LEX_DUPLICATE, "twice duplicate duplicated double doubled ordered_two by_accident by_mistake accidentally "
        "accident two_orders two_of_the_same same_order pressed_twice clicked_twice went_through_twice placed_two "
        "second_order both_orders unintentionally mistakenly double_order charged_twice three_times identical "
        "meant_to_order paid_twice two_orders_for there_are_two ordered_by_my_son my_son_did_it my_daughter_did_it "
        "child_ordered kid_ordered by_mistake_ordered one_too_many bought_one_too two_payments two_charges "
        "charged_two_times double_charge"},
    {LEX_NOT_NEEDED, "no_longer_need dont_need not_needed wont_need called_off broke_up split_up no_longer_required "
        "not_required found_another found_one found_something bought_elsewhere got_one_elsewhere somewhere_else "
        "changed_plans plans_changed plans_have_changed no_longer no_wedding wedding_is_off engagement_is_off "
        "surplus superfluous cant_afford lost_my_job already_have already_bought already_got is_off pointless no_use "
        "no_reason no_point anymore any_more any_longer off_now fell_through redundant_now other_plans "
        "no_thanks_any_more isnt_coming_to not_coming_to canned got_canned dont_need_it_any got_it_somewhere "
        "already_has_one someone_else_bought bought_the_same sister_bought bringing_hers surplus_to_requirements "
        "no_room_for is_cancelled got_cancelled been_cancelled was_called_off bounced event_off party_is_off"},
    {LEX_REFUND, "refund refunded refunds money_back reimburse reimbursement my_money full_amount compensation "
        "compensate repay give_me_back credited pay_back pay_me_back refunding get_my_money cash_back partial_refund "
        "full_refund discount_for the_money back_to_my_card on_my_card recompense money_returned funds refnd "
        "reinburse refund_that refund_me refund_us give_us_back reimbursed recompensed be_refunded money_for_it "
        "my_quid pay_me quid_back dollars_back euros_back restitution restitutions rebate rebates repayment "
        "repayments remuneration reimbursment comensation compensations"},
    {LEX_RETURN, "return returned returns send_back sending_back send_it_back exchange take_back take_it_back "
        "bring_back give_back returning return_label returnable ship_back mail_back post_back hand_back swapped_for "
        "back_to_you swap_it exchanged send_this_back send_them_back return_policy return_it prepaid_label "
        "give_it_back returning_it take_them_back exchanging trade_it take_the_pendant_back take_the_board_back "
        "take_it_off_my take_something_back sent_back go_back hand_it_in hand_in retain return_of how_do_returns "
        "returns_work do_returns rid_of_it get_rid_of_it what_would_you_give_me store_credit trade_this trade_for "
        "could_we_trade can_i_trade swap_for_another collect_it_from_me send_it_in post_it_back mail_it_back "
        "not_keeping_it not_keeping not_keep_it decided_not_to_keep dont_wish_to_retain returning_the "
        "refund_for_an_unwanted returned_for"},
    {LEX_DISLIKE, "dont_like not_my_style doesnt_suit changed_my_mind not_for_me regret not_keen underwhelmed "
        "not_my_taste isnt_me not_really_me not_me doesnt_go clashes not_to_my not_what_i_imagined hates didnt_like "
        "doesnt_like dont_love not_in_love second_thoughts buyers_remorse changed_our_minds not_her_style "
        "not_his_style not_her_thing not_his_thing hate too_flashy too_heavy too_bulky too_dark looks_silly "
        "looks_odd gone_off taste dont_want disliked change_of_heart isnt_for_me not_a_fan doesnt_work_with "
        "looks_wrong_on not_us ugly gaudy tacky too_shiny wouldnt_wear never_wear wont_wear no_love doesnt_match_my "
        "not_quite_me isnt_my_style not_my_thing isnt_really too_much_for bored gone_off_it does_not_like not_liked "
        "not_to_her not_to_his not_to_our_liking not_to_my_liking unwanted not_wanted puts_me_off dont_vibe "
        "homeless_gift isnt_for_him isnt_for_her prefers_a_different not_satisfied i_simply_find "
        "the_thought_that_counts had_second insists_on_its_own wont_let_her dont_want_it_now not_like_it dont_fancy "
        "no_longer_wanted too_heavy_for too_big_for_my larger_than_i smaller_than_i feel_cheap_on looks_cheap "
        "wish_i_hadnt religion different_style allergic_to_wearing"},
    {LEX_FIT, "fit fits doesnt_fit too_big too_small too_tight too_loose too_long too_short tight loose slips_off "
        "wont_go_over size_up size_down snug baggy pinches oversized doesnt_close too_large too_wide too_narrow "
        "swims tight_across one_size_up a_size_up size_down_please chose_m ordered_m head_says im_a_12 "
        "cannot_be_worn doesnt_go_on wont_go_on too_snug"},
    {LEX_UNWORN, "unused unworn tags_on original_box never_worn never_used not_used not_worn unopened sealed in_its_box pristine "
        "as_new still_wrapped still_in_its original_packaging mint_condition tags tag brand_new not_opened in_the_box"},

    /* damage */
    {LEX_BROKEN, "broken broke break breaks snapped snap shattered smashed smash cracked crack cracks chipped chip "
        "split splits in_pieces in_two fractured fracture shards crushed dented dent dents bent bend torn tear rip "
        "ripped ruined damaged damage damages busted hole holes warped squashed mangled split_in hairline shattering "
        "destroyed wrecked cracking punctured buckled crumpled in_half chips splintered disintegrated burst gouge "
        "gouged blistering hairline_crack shattered_on arrived_broken arrived_cracked arrived_damaged "
        "turned_up_cracked turned_up_broken comes_broken came_broken lost_its_head lost_its head_off bowed "
        "won't_sit_flat wont_sit_flat cloudy casualty in_layers in_two_halves bite sewn_shut dropped_it_looks "
        "looks_dropped was_it_dropped drove_over driven_over run_over_by trodden stepped_on pierced sheared severed"},
    {LEX_DETACHED, "fell_off came_off fell_apart came_apart come_apart falling_apart coming_off fallen_off come_off "
        "fallen_out fell_out came_loose loose unglued coming_loose come_loose coming_undone came_undone come_undone "
        "detached unravelling unraveling fraying frayed unstitched falling_off drop_off dropped_off came_away "
        "come_away coming_away popped_off popped_out pops_open peeling peeled peel flaking flaked lifting "
        "rubbing_off rubbed_off wearing_off wore_off fell_to_pieces dropped_out fell_from unstuck gave_way worn_off "
        "chipping_off coming_apart threads_hanging fall_off wore_away wear_away hanging_by_a_thread came_unstuck "
        "letter_fell_off letters_fell rubs_off rubs_away wiped_off washes_off washed_off came_off_in unscrewed "
        "pops_off pulled_away falls_off falling_out loosened half_the_rhinestones"},
    {LEX_SCRATCHED, "scratch scratched scratches scuff scuffed scuffs scrape scraped mark marks marked blemish dings "
        "nick nicks tarnished tarnish discoloured discolored discolouration stain stained stains smudge smudged spot "
        "spots faded fading fade rust rusty mould mold mouldy moldy fingerprints glue dirty bubbles bubble streak "
        "streaks water_damage soaked wet damp soggy burn burnt scorched scorch spotty yellowed blotch blotchy "
        "turned_green discolor lopsided wobbly wobbles wobble smeared ink_run bleeding bled thumbprint makeup_on "
        "smear tacky wavy white_streak drips drip sticky grease oily got_wet gone_cloudy gone_white hair_in_the "
        "bubbles_in residue patchy_finish dull yellowing blurred_print mildew smell smells stinks odour odor"},
    {LEX_NOT_WORKING, "doesnt_work not_working stopped_working wont_turn_on dead wont_light wont_close doesnt_close "
        "wont_open wont_stay stopped_ticking faulty defective defect defects faults fault malfunction flickers leaks "
        "leak leaking leaked wont_stand jammed jams doesnt_tick ticking wont_shut wont_lock doesnt_light wont_charge "
        "doesnt_play wont_play battery wont_hold stopped doesnt_stay keeps_stopping doesnt_turn packed_up "
        "gave_up_the_ghost flawed doesnt_ring doesnt_come_on doesnt_meet wont_ring wont_come_on buzzes gets_hot "
        "plays_nothing no_sound doesnt_make_a_sound dont_meet dont_close do_not_close wont_fasten wont_stick "
        "wont_stand_up doesnt_stand wont_write wont_pour doesnt_pour wobbly isnt_working is_not_working "
        "keeps_falling keeps_coming"},
    {LEX_MAKING_FLAW, "crooked off_centre off_center offcentre uneven tilted slanted slanting faint blurry blurred "
        "fuzzy pixelated grainy illegible unreadable shallow barely_visible barely_readable wonky askew not_straight "
        "isnt_straight sloppy skewed smudgy not_centred not_centered not_level too_light too_faint hardly_visible "
        "cant_read barely_see hard_to_read lopsided rough_edges rough misaligned out_of_line low_resolution patchy "
        "hardly_legible barely_legible cut_off streaky poorly_cut jagged poor_quality shoddy workmanship badly_made "
        "cheaply_made quality finish_is thread_ends loose_threads puckered shaky_lettering shaky badly_stitched "
        "badly_glued badly_sanded sanded rough_finish bumpy wobbly_line not_in_the_middle skew_whiff skewwhiff "
        "slopes sloping unlevel too_deep overlaps overlapping smudged_lettering ink_bled jagged_edge low_res "
        "bad_print paint_over_the_lines colours_bled poorly_made poorly_finished"},
    {LEX_MISSING_PART, "missing absent lacking short only_one only_two not_included wasnt_included wasnt_in not_in_the isnt_in without_the without_its "
        "without_any incomplete left_out_of forgot_to_include one_short empty empty_box no_chain no_screws no_card nowhere_in only_got "
        "only_received only_three only_four only_five only_half one_of_the short_of came_without minus_the where_is_the didnt_include "
        "rest_of_the other_half the_other_one wasnt_there_in no_lid no_stand no_box doesnt_include no_hanging_hardware isnt_there "
        "wasnt_in_the i_count counted count_only two_in_the_bag not_in_the_bag found_neither neither_was short_by one_missing is_missing "
        "are_missing missing_from missing_a missing_the missing_one missing_two nothing_but only_the_lid only_the_box got_only half_of_it "
        "incomplete_set not_all_of rest_is_missing part_missing not_enclosed minus_a minus_one"},
    {LEX_PART, "clasp hinge lid handle chain screw screws backing strap zip zipper button stitch stitching seam leg corner edge frame "
        "pendant stone pin nib magnet hook cord buckle hanger stand spout rim base surface back lining sleeve plate hands dial needle "
        "charm link earring loop jump_ring bail catch drawer stem knob nail bracket fixings bulb cable plug pocket wheel pages spine "
        "cover insert prong setting gem diamond pearl bead"},
    {LEX_PACKAGING, "packaging bubble_wrap packed padding tissue box_was outer_box crushed_box padded cardboard "
        "badly_packed no_padding wrapped wrapping packing polystyrene wrapped_in_nothing no_bubble_wrap "
        "loose_in_the_box rattling"},
    {LEX_SKIN, "rash allergic allergy itchy itching skin finger_green green_finger irritation hives swollen reaction"},
    {LEX_INJURY, "cut_my cut_her cut_his cut_myself injured injury bled bleeding_finger blood needed_stitches went_to_hospital a_and_e emergency_room "
        "burned_my burnt_my choke choking swallowed caught_fire on_fire electric_shock sparks smoking sharp_edge hurt_my hurt_himself "
        "hurt_herself scalded splinter glass_in sliced stabbed poisoned toxic lead_paint cut_on unsafe dangerous hazard overheated overheats "
        "melted explode exploded drew_blood razor_sharp like_a_razor torn_the_skin tore_my_skin tore_her_skin scratched_her_neck "
        "scratched_his_neck scratched_my_neck scratched_her_face scratched_his_face scratched_my_skin scratched_her_skin scratched_his_cheek "
        "scratched_her_cheek babys_cheek babys_skin cut_the_baby cut_the_child hurt_the_baby broke_the_skin"},

    /* haste */
    {LEX_HURRY, "rush rushed rushing hurry expedite expedited faster quicker speed speed_up speedy asap urgent urgently sooner earlier priority "
        "prioritise prioritize express fast_track fast quickly quick as_soon_as_possible push_it bump_it move_it_up jump_the_queue "
        "front_of_the_queue top_of_the front_of_the_line get_a_move hasten accelerate next_day overnight same_day step_on_it bring_forward "
        "sooner_than pull_it_forward chop_chop turn_it_around turnaround get_it_sooner get_it_faster squeeze shave_off cut_the_wait "
        "get_it_out skip_the_queue jump_ahead skip_the_line jump_the_line ahead_of hurried speeding hustle pronto emergency move_up "
        "in_a_hurry fast_lane pull_strings bumped_up moved_up_the shortening shorten_mine shorten_the push_through pushed_through "
        "bring_it_forward advance_my_order higher_gear step_up quickest_service quickest faster_processing faster_production speed_it_up "
        "speed_mine speed_things_up get_it_here make_it_sooner in_time_if_you_hurry made_now rather_than_in_its_turn jump_me move_mine_up "
        "mine_up fit_us_in fit_me_in squeeze_us_in squeeze_me_in 48_hour 24_hour any_slot earlier_slot kick_it_into before_its_turn "
        "hasten_the fast_as_possible as_fast_as as_quickly_as sooner_rather soonest promptly without_delay rush_it rush_this rush_my "
        "rush_order rush_service rush_option rush_job express_option express_service on_the_double give_it_priority giving_priority "
        "shorter_wait"},
    {LEX_BY_DATE, "by before in_time deadline no_later_than on_time in_time_for latest_by until at_the_latest "
        "need_it_by need_it_before need_it_for to_have_it need_by make_it_for make_it_by get_here_by get_here_before "
        "here_by here_before arrive_by arrive_before ready_by ready_for must_have_it needed_by needed_for there_by "
        "time_for has_to_be_ready to_be_ready have_it_by have_it_for have_it_before in_my_hands_by in_our_hands_by "
        "here_for needs_to_be_here needs_to_arrive needs_to_be_with must_arrive has_to_arrive must_be_here "
        "short_of_time in_time_to not_later_than before_the ready_before need_it_here"},
    {LEX_PAY_EXTRA, "pay_extra pay_more extra_fee surcharge upgrade happy_to_pay willing_to_pay pay_for_faster "
        "whatever_it_costs money_no_object pay_whatever pay_the_difference extra_cost extra_charge cover_the_cost "
        "more_money pay_for_it tip pay_a_premium premium name_your_price ill_pay pay_double pay_to pay_for_express "
        "rush_fee pay_the_rush pay_for_priority pay_for_rush pay_for_quicker ill_pay_for more_to_pay extra_to_get "
        "pay_a_fee pay_the_fee any_fee charge_me"},
    {LEX_EVENT, "wedding birthday anniversary christmas xmas graduation funeral party christening baptism "
        "mothers_day fathers_day valentines easter engagement shower baby_shower retirement ceremony reunion diwali "
        "eid hanukkah trip flight holiday_trip exhibition launch conference gala prom concert recital opening "
        "memorial service event surprise gift present bar_mitzvah bat_mitzvah bachelorette hen_party proposal "
        "quinceanera naming_ceremony housewarming convention tournament competition match show market fair "
        "homecoming thanksgiving halloween new_year lunar_new_year ordination confirmation leaving_do send_off "
        "inauguration deployment deploys flies leaving rehearsal carnival parade gig tour wake_for leavers_assembly "
        "assembly ball open_day season_end farewell stag hen hen_do stag_do bucks bachelor bar_mitzvah_party "
        "confirmation_day first_day opening_night premiere enlistment deployment_party golden_jubilee jubilee "
        "centenary sports_day prizegiving prize_giving commencement reception_party bridal_shower"},
    {LEX_MOVED_FORWARD, "brought_forward moved_up moved_forward brought_it_forward earlier_than_planned been_moved moved_to has_been_moved "
        "rescheduled got_moved been_brought now_on pulled_forward date_changed changed_the_date been_pulled"},
    {LEX_NO_HURRY, "no_rush no_hurry take_your_time whenever not_urgent no_panic in_no_hurry not_in_a_rush "
        "not_in_a_hurry not_rushing no_pressure not_asking_you_to_hurry dont_rush dont_hurry when_you_get_a_chance "
        "no_need_to_rush no_need_to_hurry isnt_urgent when_you_have_a_moment patient_person dont_need_it_sooner "
        "not_chasing not_complaining not_a_complaint bags_of_time not_asking_for_it_faster dont_need_it_any_faster "
        "not_in_any_hurry no_deadline not_on_a_deadline plenty_of_time no_particular_hurry not_impatient not_upset "
        "im_not_complaining isnt_a_complaint not_a_chase"},

    /* store practices */
    {LEX_GENERAL, "usually normally generally typically policy in_general as_a_rule standard always general_question "
        "generic typical average in_principle practice hypothetically rules rule process procedure how_does_it_work "
        "options option what_if in_case in_the_event ever sometimes routinely ordinarily suppose for_future "
        "future_reference your_terms terms faq for_instance as_a_matter_of_course on_average in_most_cases stance "
        "theoretical theoretically theoretical_question hypothetical curious_how nosiness what_counts counts_as "
        "calendar_days difference_between is_considered how_far_ahead minimum maximum limit grounds normal "
        "is_that_normal customary allowed permitted amendments free_of_charge do_you_usually do_you_normally "
        "do_your_customers how_many_changes"},
    {LEX_DO_YOU_SHIP, "ship_to deliver_to international internationally abroad overseas worldwide do_you_ship "
        "do_you_deliver country shipping_cost free_shipping shipping_options delivery_options delivery_charge "
        "postage which_courier which_carrier what_courier which_service which_company ship_with insured insurance "
        "signature_required signature_needed require_a_signature sign_for_it sign_for weekend_delivery deliver_on "
        "saturday_delivery ship_on customs_form eco carbon lead_time lead_times turnaround_time turnaround_times "
        "processing_time pickup pick_up_in collect_in_person click_and_collect split_shipment ship_together "
        "send_to_the deliver_to_a can_you_deliver do_you_send do_you_post which_countries kerb doorstep_delivery "
        "upper_floors packstation_delivery take_longer_than lower_48 rural tier_2 next_day_delivery delivery_times "
        "shipping_times dispatch_times couriers_phone locker_delivery po_boxes carbon_neutral one_parcel "
        "travel_together separately in_one_basket same_basket combined_shipping is_the_carrier who_is_the_carrier "
        "who_delivers served_by who_do_you_ship who_do_you_use"},
    {LEX_CLOSED, "weekend weekends holiday holidays open closed opening_hours bank_holiday business_hours "
        "public_holiday closing close_for closure sundays saturdays shut count_weekends working_week phone_line "
        "office_hours golden_week chinese_new_year over_christmas over_easter between_christmas new_year_break "
        "summer_break shut_down shutdown stay_open bank_holidays national_holidays mail_truck_pick pick_up_from_you "
        "working_hours showroom visit_you visit_your"},
    {LEX_GIFT_WRAP, "gift_wrap gift_wrapped gift_box wrapping_paper gift_bag gift_note gift_message packing_slip price_tag price_slip "
        "prices_in invoice_in gift_receipt handwritten_note ribbon discreet plain_box"},
    {LEX_CUSTOMS, "customs duty duties tax import import_tax vat hs_code commodity_code tariff clearance broker customs_paperwork "
        "declared_value customs_declaration commercial_invoice import_fees import_charges ioss eori"},
    {LEX_PRACTICE, "can_i_change can_you_change_later how_late cut_off cutoff how_many_hours grace_period window_for "
        "change_window do_you_offer do_you_send do_you_use do_you_take do_you_accept do_you_have do_you_give "
        "do_you_keep do_you_charge are_your is_your how_are what_happens what_happens_if is_it_normal at_what_point "
        "will_i_get will_i_receive do_i_get do_i_have_to do_i_need who_pays recycle recyclable rewards_work "
        "students_discount accept_paypal klarna afterpay payment_methods how_do_you do_you_do do_you_ever "
        "is_it_possible_to text_message_updates updates_by what_happens_next anything_i_need_to_do or_do_i_just_wait "
        "loyalty_scheme repair_service guarantee is_there_a_guarantee minimum_resolution file_types file_formats "
        "accept_uploads accept_files when_does_the_clock clock_starts will_i_be_told told_when do_customers "
        "showroom_hours how_do_you_get how_is_it_made how_do_you_make what_is_your_stance your_stance your_approach "
        "is_there_a_limit is_there_a_fee is_there_a_charge is_there_a_deadline window_and_the cancellation_policy "
        "refund_policy exchange_policy"},

    /* thanks */
    {LEX_THANKS, "thanks thank thank_you thankyou thx ty cheers ta appreciated appreciate_it grateful_to "
        "much_obliged many_thanks tysm bless_you kudos bravo well_done hats_off shout_out compliments gratitude "
        "props merci gracias danke ta_very_much thanx tnx ty_so_much cheers_mate kia_ora obliged thank_heavens "
        "owe_you_one hat_tip ngā_mihi"},
    {LEX_LOVE, "love loved loves beautiful gorgeous perfect stunning amazing delighted lovely wonderful brilliant "
        "fantastic fabulous exquisite superb excellent great awesome incredible blown_away over_the_moon spot_on "
        "thrilled chuffed adore adored exactly_right happy_with so_happy made_my_day smile smiling tears_of_joy "
        "happy_tears cried_happy speechless treasure cherish masterpiece talented top_notch first_class five_stars "
        "5_stars recommend ecstatic pleased impressed wow best beyond_happy outstanding looks_great looks_amazing "
        "looks_perfect even_better nailed_it work_of_art magnificent obsessed fab fabulous_job magic gem treat ace "
        "star youre_a_star divine cute so_cute pretty so_pretty rock you_guys_rock adorable charming delightful "
        "beauty a_beauty compliments_to praise craftsmanship best_gift made_her_cry_happy said_yes she_said_yes "
        "he_said_yes life_is_good tickled_pink wheezed hung_it hung_the looks_wonderful looks_lovely looks_beautiful "
        "looks_fantastic fits_perfectly fits_like_a_glove fits_great so_well turned_out turned_up_safe "
        "arrived_safely safe_and_sound undamaged no_complaints restored_my_faith thoughtful made_mine 10_10 "
        "ten_out_of_ten chefs_kiss lush stunner bang_on cracking_job top_job grand_job good_job great_job nice_work "
        "lovely_job nice_one happy_days over_joyed overjoyed"},
    {LEX_EXCITED, "excited cant_wait looking_forward so_exciting counting_down buzzing giddy hyped thrilled_to "
        "stoked eager anticipation itching_to dying_to_see woohoo so_excited cant_wait_to yay eagerly "
        "expecting_it_eagerly squeal"},
    {LEX_NOTED, "got_it noted understood makes_sense all_good no_worries thats_fine sounds_good will_do fair_enough "
        "ok okay great_news good_to_know all_sorted sorted resolved sounds_perfect thats_perfect thats_great "
        "thats_all no_need_to_reply nothing_else no_reply_needed nothing_to_add just_wanted_to_say right_you_are "
        "all_clear crystal_clear excellent_news good_news that_is_great case_closed close_the_case closing_the_loop "
        "no_answer_required no_need_to_answer no_reply_necessary nothing_needed no_action_needed found_it_now "
        "dont_need_anything not_after_anything only_wanted_to_tell just_dropping_a_line wanted_to_tell_you "
        "thought_youd_like_to_know pass_on_my please_pass_on tell_the_team"},

    /* this order, other matters */
    {LEX_INVOICE, "invoice receipt vat tax_receipt bill proforma pro_forma tax_invoice vat_number company_name "
        "accountant bookkeeping expenses expense accounts accounting itemised itemized paperwork billing "
        "purchase_order tax_id gst finance_department w9 w_9 remittance statement_of_account company_invoice "
        "invoice_copy copy_of_the_invoice copy_of_my_receipt order_confirmation_again resend_the_order_confirmation "
        "resend_my_receipt price_breakdown made_the_payment acknowledge_payment payment_received "
        "payment_gone_through did_you_take_payment charged_more two_payments_are took_out_more overcharged cn23"},
    {LEX_REFUND_PROGRESS, "refund_status refund_yet my_refund refund_hasnt refund_been refund_processed "
        "refund_showing refund_arrive still_no_refund waiting_for_my_refund not_been_refunded credited_yet "
        "refund_you_promised refund_was refund_go refund_come refund_still the_refund refund_you refund_from "
        "refund_for_the refund_due refund_that havent_been_refunded money_yet half_the_refund refund_hit refund_has "
        "refund_is refund_gone_through has_my_refund refund_processed_yet refund_yet_to refund_not_arrived "
        "refnd_stil refund_stil refunded_me_twice refund_shows still_waiting_for_the_refund promised_refund "
        "refund_come_through my_money_yet refund_take expecting_a_refund expect_a_refund waiting_for_a_refund "
        "waiting_for_a_reimbursement expect_a_rebate expect_a_reimbursement expect_compensation "
        "waiting_for_compensation reimbursement_processed"},
    {LEX_CARE, "clean cleaning care polish wash washed washing dishwasher waterproof water_resistant shower swim "
        "microwave iron hang maintain maintenance look_after condition wax oil tarnishing remove_the_stain "
        "machine_wash hand_wash tumble_dry wipe outdoors weatherproof cleaner bleach detergent sunlight uv store_it "
        "dry_clean take_care_of clean_it washable rewax chlorine sterilise sterilize buttercream scrub darken "
        "tarnishes_with hand_washing in_water safe_in_water put_in_water waterproofed care_instructions "
        "instructions_for_care looking_after iron_it steam_it rust_outdoors freezer_safe food_safe get_the_stain "
        "get_stains out_of_the"},
    {LEX_PROOF, "proof proofs mockup mock_up draft preview artwork rendering render design sketch layout template "
        "digital_proof visual both_drawings the_drawing the_drawings sketches the_visual the_layout second_proof "
        "new_proof"},
    {LEX_APPROVE, "approve approved approval looks_good go_ahead happy_with_the green_light proceed sign_off "
        "signed_off approving good_to_go looks_spot_on print_it thumbs_up all_correct looks_right carry_on crack_on "
        "proof_is_fine proof_looks proof_is_perfect fire_away proof_yes yes_from_me approving_both how_we_want_them "
        "is_how_we_want good_for_me im_happy_with_it happy_with_it happy_with_the_proof looks_perfect_go"},
    {LEX_POINTS, "points loyalty reward rewards coupon code discount voucher gift_card store_credit promo promo_code "
        "referral price_match price_adjustment sale cheaper price_drop black_friday discount_code price_difference "
        "on_sale student_discount apply_my_discount forgot_to_use_my discount_code_retrospectively gift_card_balance "
        "satisfaction_guarantee match_the_price price_i_found cheaper_elsewhere survey review_i_left"},
    {LEX_PRIVACY, "delete_my_data delete_my_account gdpr data_protection personal_data my_data unsubscribe privacy "
        "erase remove_my_details my_details on_file my_account log_in login password data_hold right_to_be_forgotten "
        "mailing_list newsletter subject_access everything_you_hold stop_the_texts stop_texting card_details "
        "remove_my_card forget_my_card opt_out take_me_off_your_list"},
    {LEX_SHARE, "instagram post_it permission feature tagged social_media share_the my_story marketing_material your_website facebook "
        "pinterest use_my_photo testimonial your_page show_it_on your_feed portfolio reel tiktok_video"},
    {LEX_REPAIR, "repair repaired repairing resize resized restring mend spare replacement_part spare_part "
        "spare_parts warranty re_engrave replate recondition refurbish spares certificate authenticity valuation "
        "digital_copy digital_file high_res original_file file vector copy_of leftover offcut re_string refinish "
        "patch_service spare_lens valued_for_my_insurance valuation_for re_dip replating left_over_fabric scraps "
        "replace_the_battery make_me_one_to lost_the_matching refill_for re_stitch mend_it"},
    {LEX_ABOUT_PIECE, "what_is_it_made what_material what_wood what_font which_font what_metal is_it_real "
        "is_it_solid what_leather how_old how_heavy what_finish what_paint made_of which_wood which_leather contains "
        "does_it_contain made_from sourced comes_from hallmark what_stone what_weight what_thread name_of_the "
        "is_the_chain_i natural_or lab_made plated_with what_its_plated what_is_it_plated dimensions_of_the_one "
        "how_much_does_it_weigh what_exactly_did_i_order lead_in_the_paint"},
    {LEX_OWN_ACCIDENT, "i_dropped i_spilled i_spilt my_dog_chewed dog_chewed my_son_broke my_daughter_broke i_broke "
        "ran_over knocked_it my_toddler i_sat_on i_lost washed_it_by i_scratched my_cat_knocked dropped_it my_cat "
        "my_puppy left_it_in i_knocked i_lost_one lost_one lost_mine my_lad_sat i_tore_my my_own_fault_broke "
        "we_let_him burnt_it_myself i_burnt i_washed_it put_it_in_the_wash left_it_out_in cake_on fire_took"},

    /* the other roads */
    {LEX_OFF_SHELF, "off_the_shelf ready_made readymade in_stock stock plain blank unpersonalised unpersonalized "
        "non_custom not_custom not_customised not_personalised not_personalized non_personalised non_personalized "
        "unengraved no_engraving off_the_peg standard catalogue catalog without_engraving nothing_engraved stocked "
        "generic_one nothing_custom no_personalisation no_personalization no_name_on_it nothing_personal regular "
        "ready_to_wear off_the_rack polish_cloth gift_set candle candles cloth tote mass_produced no_text "
        "no_monogram isnt_custom isnt_personalised isnt_personalized pre_made uncustomised not_made_to_order "
        "normal_one shelf accessories spare_chain refill shelf_items un_monogrammed not_bespoke just_a_tin "
        "nothing_printed_on standard_version without_initials plain_one plain_version not_engraved never_engraved "
        "unprinted un_engraved no_initials"},
    {LEX_BUYING, "thinking_of_buying interested_in looking_for do_you_sell do_you_make bulk wholesale "
        "id_like_to_order would_like_to_order want_to_order before_i_order before_ordering before_i_buy "
        "place_an_order planning_to_order considering minimum_order bulk_discount corporate_order commission "
        "catalogue_please do_you_stock is_it_available do_you_have_any price_for how_much_for how_much_is "
        "how_much_would how_much_are looking_at thinking_about want_to_buy to_buy tempted browsing available_in "
        "come_in could_you_make can_you_make can_you_do could_you_do could_you_engrave can_you_engrave could_you_put "
        "can_you_put would_you_make would_you_be_able_to_make sizes_do_you how_big is_there_a_discount pieces_for "
        "units how_do_i_order havent_ordered not_ordered_yet before_committing if_i_order if_i_ordered on_your_site "
        "on_your_website do_you_offer saw_your in_your_range on_the_fence placing_an_order does_it_come shopping_for "
        "sample samples swatch before_i_pay before_paying do_u_ship do_you_do_cats do_you_do_dogs looking_to_buy "
        "suitable_for anything_suitable got_anything next_sale whats_included what_is_included deluxe_set "
        "price_list_for do_you_do_a do_you_do_any would_like_to_buy interested_in_buying gift_for_a "
        "is_it_possible_to_order could_i_order can_i_order want_one like_to_order could_we_order might_order "
        "may_order"},
    {LEX_SUBSCRIPTION, "subscription subscribe subscribed subscriber membership member monthly monthly_box club plan "
        "renewal renew renewed renews auto_renew autorenew autoship quarterly box_of_the_month annual_plan "
        "skip_a_month skip_next_month pause_my next_box billing_cycle trial free_trial recurring standing_order "
        "direct_debit every_month monthly_charge tier renewing skip_the_next this_months next_months yearly_plan "
        "club_box month_box auto_ship recurring_payment recurring_charge premium_tier dont_renew renewing_my autopay "
        "month_box_club every_quarter pause_the_plan members_only"},
    {LEX_DISPUTE, "chargeback charge_back dispute disputed disputing paypal bank card_issuer claim_with case_opened "
        "opened_a_case filed_a credit_card_company reversed fraud fraudulent unauthorised unauthorized visa "
        "mastercard amex klarna_dispute section_75 buyer_protection resolution_centre resolution_center "
        "dispute_reference retrieval_request provisional_credit arbitration stripe case_number evidence_for my_bank "
        "raised_a_dispute opened_a_dispute acquirer claim_against transaction payment_reversal credit_card "
        "card_company merchant reversal charge_dispute disputed_charge dispute_team claims_team "
        "withdrawn_the_dispute closed_the_case case_is_closed bank_reversed reversed_the_payment"},
    {LEX_THREAT, "or_i_will otherwise_i or_else if_i_dont if_you_dont unless_i unless_you ill_have_to ill_be_forced going_to_file "
        "will_file ill_file will_be_filing next_stop ill_dispute will_dispute going_to_dispute ill_go_to_my_bank will_go_to "
        "i_will_dispute i_will_contact_my_bank consider_filing will_charge_back ill_chargeback i_may_have_to will_be_calling"},
    {LEX_SPAM, "seo backlink backlinks followers marketing collaboration ranking guest_post sponsorship sponsor "
        "crypto bitcoin loan google_ranking traffic leads your_website_traffic web_design influencer "
        "increase_your_sales boost_your grow_your partnership partner_with supplier manufacturer factory b2b "
        "proposal_for agency invest investment lottery winner casino viagra singles congratulations_you "
        "free_gift_card click_here our_services we_offer our_company cold_email exporters business_opportunity "
        "business_owner domain trademark_registration web_developer app_developer virtual_assistant outsourcing "
        "shopify_store donation charity raffle petition solar insurance_quote roofing webinar demo brochure_from "
        "newsletter_from packaging_solutions inheritance prince transfer_of"},
    {LEX_JOB, "job vacancy vacancies hiring hire cv resume internship intern apply applying application position_at work_for_you "
        "apprentice apprenticeship freelance work_experience recruiter recruitment career careers salary"},
    {LEX_CHITCHAT, "weather joke football recipe homework horoscope how_are_you what_is_your_name meaning_of_life "
        "movie song translate capital_of tell_me_a sing wrong_number who_are_you are_you_human are_you_a_robot "
        "chatbot are_you_a_bot dentist appointment doctor_appointment mum_can_you are_you_there test testing wifi "
        "visa_application essay flight_to book_a_table wrong_person_sorry pick_up_the_kids poem good_morning "
        "marry_me date_me bored_today"},

    /* answering */
    {LEX_YES, "yes yep yeah yup sure absolutely definitely of_course correct thats_right ok okay fine agreed affirmative please_do aye "
        "certainly yea thats_correct by_all_means"},
    {LEX_NO, "no nope nah no_thanks no_thank_you dont_think_so rather_not negative not_this_time"},
    {LEX_CHOOSE, "option choice choose first_one second_one go_with ill_take the_former the_latter option_a option_b "
        "ill_have pick opt_for opt number_one number_two i_choose we_choose id_go id_prefer well_take take_the "
        "id_take lets_go_with lets_do the_second the_first whichever"},
    {LEX_HERE_IS, "here_is here_are heres attached as_requested here_you_go enclosed please_find see_attached attaching uploaded its_order "
        "order_number_is my_number_is the_number_is below you_asked as_asked as_you_asked requested_photos sending_you sent_them "
        "find_attached in_the_attachment"},
    {LEX_CONSENT, "agree consent accept i_confirm confirm confirmed confirming happy_to_wait ill_wait i_can_wait wait_is_fine okay_with "
        "fine_with ok_with authorise authorize permission_to happy_for_you well_wait can_wait i_accept i_agree keep_my_order "
        "leave_it leave_as_is keep_it_as as_it_is as_it_was stick_with"},
    {LEX_REMAKE, "remake redo make_another replacement new_one remade redone do_it_again do_over make_it_again a_new_one another_one "
        "re_make reprint re_do replaced make_a_new send_a_new send_another fresh_one"},

    /* signs */
    {LEX_LEGAL, "lawyer solicitor attorney legal_action sue court small_claims trading_standards consumer_rights ombudsman legal_advice "
        "lawsuit legal_team consumer_protection consumer_forum ftc attorney_general legally legal_proceedings citizens_advice "
        "bbb better_business_bureau statutory letter_before_action solicitors lawyers legal acl consumer_affairs accc tribunal"},
    {LEX_PUBLIC, "one_star 1_star bad_review negative_review trustpilot review tiktok twitter facebook_group go_public social_media "
        "newspaper journalist tell_everyone name_and_shame reddit google_review post_about expose watchdog viral report_you "
        "reporting_you yelp leave_a_review the_press my_followers warn_others warn_people"},
    {LEX_GRIEF, "passed_away died death funeral memorial late_husband late_wife late_mother late_father late_mum late_dad grief grieving bereavement "
        "bereaved urn ashes cremation headstone grave miscarriage stillborn stillbirth hospice terminal terminally cancer palliative "
        "in_memory in_loving_memory rainbow_bridge put_to_sleep lost_our lost_my_mum lost_my_dad lost_my_mother lost_my_father "
        "lost_my_husband lost_my_wife lost_my_son lost_my_daughter lost_my_brother lost_my_sister lost_my_dog lost_my_cat widow widower "
        "mourning cremated dying intensive_care icu chemo coffin burial passed_last passed_on crossed_the dementia ill_with weeks_to_live "
        "days_to_live passed_in_ funeral_home stillbirths who_we_lost whom_we_lost who_i_lost we_lost_her we_lost_him i_lost_her i_lost_him "
        "lost_her_in lost_him_in lost_her_to lost_him_to lost_her_last lost_him_last lost_my_nan lost_my_gran lost_my_grandma lost_my_grandad "
        "lost_my_partner lost_my_baby lost_our_baby no_longer_with_us isnt_with_us_any said_goodbye_to_her said_goodbye_to_him mum_passed "
        "mom_passed dad_passed nan_passed nana_passed gran_passed grandma_passed grandpa_passed grandad_passed mother_passed father_passed "
        "husband_passed wife_passed dog_passed cat_passed in_heaven celebration_of_life her_last_days his_last_days nan_has_passed "
        "nana_has_passed mum_has_passed dad_has_passed"},
    {LEX_ANGER, "angry furious disgusted disgrace disgraceful unacceptable ridiculous joke appalling terrible awful worst rip_off scam scammers "
        "fed_up livid outrageous outraged sick_of shambles pathetic useless incompetent atrocious shocking dreadful wtf bullshit crap rubbish "
        "garbage hell damn absurd insulting unprofessional had_enough a_joke beyond_a_joke laughable never_again infuriating annoyed annoying "
        "irritated cowboys farce fuming enough_is_enough thieves horrendous abysmal poor_show very_poor not_good_enough taking_the_piss liars "
        "lies lied dishonest cheek what_a_joke hopeless wasted_my_time quite_frankly frankly come_on_guys seriously had_one_job one_job"},
    {LEX_SAD, "disappointed disappointing disappointment upset upsetting sad heartbroken gutted devastated crying "
        "cried tears cry let_down shame frustrated frustrating stressed distraught sorry_to unhappy dismayed "
        "embarrassed embarrassing mortified humiliated hurtful broke_my_heart sadly tearful dissatisfied not_happy "
        "not_impressed saddened crushed_by stress worried worry worrying anxious concerned panic panicking desperate "
        "deflated crestfallen let_us_down spoiled_the spoilt ruined_the_day ruined_her ruined_his ruined_our "
        "ruined_my"},
    {LEX_CHASING, "asked_twice emailed_twice third_time second_email third_email fourth_email emailed_you ive_written again_and_again "
        "chasing chased keep_asking repeatedly numerous_times several_times many_times called_twice any_time_soon how_many_times "
        "hello_anyone anybody_there anyone_there wrote_last_week written_twice emailed_last come_on answer_me reply_please "
        "i_emailed i_have_emailed still_no_reply last_email previous_emails ive_emailed ive_asked how_much_longer"},
    {LEX_WROTE_BEFORE, "asked_twice emailed_twice second_email third_email fourth_email second_message third_message ive_written written_twice wrote_last_week called_twice i_emailed i_have_emailed previous_emails ive_emailed ive_asked keep_asking"},
    {LEX_OVERCHARGE, "charged_twice been_charged_twice ive_been_charged_twice was_charged_twice i_was_charged_twice been_billed_twice been_charged_two was_billed_twice charged_me_twice billed_twice billed_me_twice double_charge double_charged charged_two_times two_charges two_payments taken_twice overcharged overcharge duplicate_charge duplicate_payment debited_twice"},
    {LEX_PHOTO_ATTACHED, "photo_attached photos_attached picture_attached pictures_attached see_photo see_photos "
        "see_picture see_pictures attached_photo attached_photos attached_a_photo attached_pictures "
        "attached_a_picture photo_enclosed pic_attached pics_attached see_pic see_pics attaching_photos "
        "attaching_a_photo ive_attached i_attached here_are_photos here_is_a_photo here_are_the_photos see_attached "
        "photos_below photo_below sending_photos pictures_enclosed picture_below in_the_attached images_attached "
        "image_attached pictures_show photos_show photo_shows picture_shows heres_a_photo heres_a_pic "
        "heres_a_picture attached_are attached_image attached_images screenshot_attached have_attached"},

    /* what is no business of ours */
    {LEX_BANKING, "atm cash_machine cash_point cashpoint withdraw withdrawal withdrawals top_up "
        "topup top_ups topping_up topped_up overdraft iban swift sort_code routing_number "
        "account_number savings checking_account current_account bank_account joint_account mortgage "
        "interest_rate apr passcode pin balance exchange_rate exchange_rates currency currencies "
        "direct_deposit payslip salary wages paycheck bank_transfer transfer transfers transferred "
        "transferring payee beneficiary debit_card virtual_card disposable_card physical_card "
        "contactless apple_pay google_pay spending spent credit_score credit_limit credit_rating "
        "statement_balance minimum_payment cheque cheques chequebook checkbook deposit deposited "
        "fiat crypto wallet_app banking bank_app banking_app freeze_my card_expires activate_my "
        "activate_card identity_verified verify_my_identity source_of_funds tax_return tax_refund "
        "taxes pension loan income stock_price my_bills electricity_bill gas_bill water_bill rent "
        "landlord cash bank banks banker transaction transactions card_payment card_payments merchant cash_deposit "
        "verification proof_of_identity my_statement bank_statement standing_order wire wired "
        "spare_card second_card new_card replacement_card card_declined declined euro_account pin_code "
        "credit_card_bill personal_details"},
    {LEX_TRAVEL, "flight flights airport airline plane boarding luggage suitcase hotel hostel visa "
        "passport vacation trip_to train_to train_station bus_to train ticket_to itinerary airbnb "
        "car_hire car_rental rental_car book_a_room sightseeing tourist currency_in plug_do embassy "
        "timezone time_zone travel_alert travel_notification vaccines carry_on layover gate "
        "departure"},
    {LEX_COOKING, "recipe recipes cook cooking bake baking oven fridge freezer calories ingredients "
        "ingredient egg eggs rice chicken pasta soup butter milk sauce spices restaurant restaurants "
        "dinner lunch breakfast meal pizza burger sushi cuisine nutrition carbs protein groceries "
        "grocery_list shopping_list reservation_at table_for reviews_for substitute_for boil"},
    {LEX_TECH, "wifi internet router laptop computer printer browser operating_system app "
        "password_reset bluetooth reboot software screen_is sim_card roaming broadband download "
        "upload_speed phone_battery speaker volume playlist song songs music podcast movie film_on "
        "tv channel smart_home thermostat lights_off lights_on light_bulb vacuum_the sync alarm "
        "timer reminder remind_me calendar_for my_calendar meeting meetings schedule_a to_do_list "
        "todo_list text_my call_my"},
    {LEX_HEALTH, "symptoms headache fever sore_throat vaccine vaccination shot doctor dentist "
        "blood_pressure blood_type prescription pharmacy insurance_plan health_insurance workout "
        "exercise sleep diet vitamin clinic therapist weight_loss gym surgery cold_remedy medicine "
        "physio"},
    {LEX_MOTORING, "gas_station petrol tire tires tyre tyres oil_change mpg engine brakes jump_start "
        "gas_in fuel diesel car_insurance parking traffic directions driving_licence license_plate "
        "highway car_battery mileage uber taxi lyft road_trip speed_camera"},
    {LEX_WEATHER, "weather rain raining snow temperature forecast_for humidity sunny umbrella "
        "hurricane degrees_outside"},
    {LEX_KNOWLEDGE, "define definition synonym capital_of square_root how_tall how_far "
        "how_many_miles population president who_wrote who_won translate how_do_you_say spell_the "
        "meaning_of what_is_the_meaning convert kilometers percent_of equation essay poem joke "
        "riddle trivia fun_fact flip_a_coin roll_a_dice random_number who_invented history_of plus "
        "divided_by"},
    {LEX_SMALLTALK, "are_you_real are_you_a who_made_you how_old_are_you where_are_you_from "
        "your_name call_you call_me your_hobbies do_you_like do_you_dream do_you_know "
        "tell_me_a_story are_you_human are_you_ai what_can_you_do what_can_i_ask who_do_you_work "
        "your_boss good_night goodbye see_you change_language speak_spanish change_your_voice "
        "change_your_accent whisper_mode repeat_that say_that_again talk_to_me are_you_married"},
    {LEX_WORKLIFE, "pto time_off days_off vacation_days sick_day payroll hr w2 w_2 401k overtime "
        "shift_swap boss_says_no performance_review expense_report promotion_at annual_leave "
        "maternity homework exam teacher_says lecture tuition university scholarship council_tax "
        "bin_collection voter registration_of jury_duty plumber boiler leak_under_the sink "
        "neighbours_noise gardening lawn"},

    /* people, things, times: noise that is better named */
    {LEX_FAMILY, "mother mom mum mam father dad wife husband son daughter sister brother grandma granny nan grandad grandpa grandfather "
        "grandmother niece nephew aunt uncle cousin boyfriend girlfriend fiance fiancee partner friend colleague boss coworker "
        "parents kids children baby granddaughter grandson daughters sons bride groom bridesmaid bridesmaids groomsmen groomsman "
        "teacher godson goddaughter grandparents in_laws mother_in_law mate family twins toddler godmother godfather nana papa"},
    {LEX_PET, "dog cat puppy kitten pup pooch hound horse rabbit bunny parrot hamster labrador terrier spaniel pet pets guinea_pig tabby "
        "corgi beagle poodle dachshund pug collie pony retriever tortoise ferret budgie"},
    {LEX_PRODUCT, "ring necklace bracelet locket cufflinks watch portrait painting canvas mug cup tumbler flask "
        "wallet purse belt bag sign plaque board cushion pillow blanket quilt poster lamp ornament bauble keyring "
        "keychain pendant bangle brooch shirt hoodie jacket dress suit robe towel apron cap scarf jumper sweater "
        "trophy award medal stationery invitation invitations cards album book journal notebook pen knife "
        "chopping_board cutting_board candle_holder vase bowl plate teapot decanter collar lead stocking tree topper "
        "cake_topper clock jigsaw puzzle toy teddy rug doormat mat bench chair table tray frame globe map crib "
        "cradle onesie bib socks tie tote backpack pouch case phone_case coaster coasters bottle hip_flask tankard "
        "goblet lunchbox nameplate name_badge badge banner flag saddle guitar pick urn stein anklet earrings "
        "waistcoat kilt veil gown tunic kurta sari cufflink tiepin stamp wax_seal charm figurine statue mask pyjamas "
        "pajamas duvet curtain"},
    {LEX_CRAFT_WORD, "custom customised customized personalised personalized bespoke made_to_order made_to_measure handmade handcrafted "
        "monogrammed personalisation personalization one_of_a_kind one_off commissioned tailor tailored"},
    {LEX_ORDER, "order orders ordered ref reference purchase purchased bought placed order_number order_no confirmation_number invoice_number"},
    {LEX_TODAY, "today tonight this_morning just_now minutes_ago an_hour_ago yesterday last_night this_afternoon moments_ago right_now "
        "this_evening half_an_hour hour_ago hours_ago ten_minutes five_minutes just_placed just_ordered placed_earlier"},
    {LEX_FUTURE_DAY, "tomorrow next_week this_week this_weekend next_month friday monday tuesday wednesday thursday saturday sunday "
        "end_of_the_week end_of_the_month in_two_weeks in_three_days in_a_week in_two_days soon the_weekend next_friday next_saturday "
        "this_friday this_saturday"},
    {LEX_MONTH, "january february march april june july august september october november december jan feb mar apr jun jul aug sept sep "
        "oct nov dec"},
    {LEX_GREETING, "hi hello hey dear good_morning good_afternoon good_evening greetings hiya morning evening to_whom team howdy gday yo"},
    {LEX_WISH_WELL, "hope_you_are_well hope_this_finds hope_youre_well hope_all_is_well have_a_nice have_a_great regards sincerely "
        "yours_faithfully best_wishes kind_regards best_regards warm_regards take_care"},
    {LEX_NOT, "not no never without none nothing isnt arent wasnt werent dont doesnt didnt havent hasnt hadnt wont wouldnt cant cannot "
        "couldnt shouldnt aint nobody neither nor hardly barely"},
    {LEX_BUT, "but however although though except other_than apart_from only_thing yet_i on_the_other_hand that_said"},
    {LEX_ALSO, "also and_also plus another_thing one_more_thing second_thing secondly in_addition while_im_at_it "
        "by_the_way btw oh_and separately other_thing additionally two_things as_well lastly furthermore p_s ps"},
    {LEX_IF, "if unless whether in_case provided assuming"},
    {LEX_LAW_RIGHT, "right_to rights entitled entitle cooling_off withdrawal 14_days statutory_right consumer_law"},
};
/* clang-format on */
const size_t lexicon_en_count = sizeof lexicon_en / sizeof *lexicon_en;
